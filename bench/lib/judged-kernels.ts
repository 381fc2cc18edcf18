/** Verdicts on the kernels of HeCBench's programs, names a to m, as `athanor check` gives them. */

import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type ReadKernel, readKernels } from '../../compiler-core/src/frontends/kernel/read.ts';
import { DEFAULT_DEVICE } from '../../compiler-core/src/machine/catalogue.ts';
import { analysesFor } from '../../compiler-core/src/plan/kernels/analyses.ts';
import { type JudgeOptions, judgeKernel, type KernelVerdict } from '../../compiler-core/src/plan/kernels/judge.ts';
import { filesBelow, optionsFor, programsBelow, readText, SOURCE } from './kernel-corpus.ts';

export interface JudgedKernel {
  readonly program: string;
  /** `file:line` of the launch. */
  readonly place: string;
  readonly kernel: ReadKernel;
  readonly verdict: KernelVerdict;
  readonly milliseconds: number;
}

/** As the command line runs them. */
export const BATCH: JudgeOptions = {
  analyses: analysesFor(DEFAULT_DEVICE),
  work: 200_000,
  run: { steps: 2_000_000, elements: 2 ** 22 },
};

const lineOf = (file: string, at: number): number => (readText(file) ?? '').slice(0, at).split('\n').length;

/** The root of the programs; null where there is no corpus. */
export const corpusRoot = (): string | null => {
  const root = join(process.env['ATHANOR_KERNEL_CORPORA'] ?? '', 'HeCBench', 'src');
  return process.env['ATHANOR_KERNEL_CORPORA'] !== undefined && existsSync(root) ? root : null;
};

/** @param only programs whose names begin so */
export function* judgedKernels(root: string, options: JudgeOptions = BATCH, only = ''): Generator<JudgedKernel> {
  for (const program of programsBelow(root).filter((name) => name.startsWith(only))) {
    const home = join(root, program);
    const sources = filesBelow(home).filter((path) => SOURCE.test(path));
    for (const path of sources) {
      const { kernels } = readKernels({
        path,
        text: readText(path) ?? '',
        options: optionsFor(path, home),
        read: readText,
        siblings: () => sources,
      });
      for (const kernel of kernels) {
        const begun = performance.now();
        const verdict = judgeKernel(kernel.func, kernel.sizes, options);
        const milliseconds = performance.now() - begun;
        const place = `${relative(root, kernel.at.file)}:${lineOf(kernel.at.file, kernel.at.start)}`;
        yield { program, place, kernel, verdict, milliseconds };
      }
    }
  }
}
