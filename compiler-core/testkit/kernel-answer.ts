/** One answer of the kernel front end, measured. */

import { readKernels } from '../src/frontends/kernel/read.ts';
import { NO_OPTIONS } from '../src/frontends/kernel/preprocess/options.ts';
import { verifyFunc } from '../src/ir/verify.ts';
import type { HostileText } from './hostile-kernels.ts';

export interface Answer {
  readonly kernels: number;
  readonly diagnostics: number;
  /** Of this process's CPU. */
  readonly seconds: number;
}

/** @throws what the front end throws, and where a kernel's IR is not well-formed or a place lies outside of its text. */
export const answer = ({ name, text, path = '/a.cpp', files }: HostileText): Answer => {
  const start = process.cpuUsage();
  const { unit, kernels, diagnostics } = readKernels({ path, text, options: NO_OPTIONS, read: files ?? (() => null) });
  const spent = process.cpuUsage(start);
  for (const { func } of kernels) {
    const [problem] = verifyFunc(func);
    if (problem !== undefined) throw new Error(`${name}: ${problem.message}`);
  }
  for (const { span, message } of diagnostics) {
    const length = unit.texts.get(span.file)?.length ?? Number.POSITIVE_INFINITY;
    if (!(span.start >= 0 && span.start <= span.end && span.end <= length))
      throw new Error(`${name}: \`${message}\` is said of ${span.start} to ${span.end} of ${length}`);
  }
  return { kernels: kernels.length, diagnostics: diagnostics.length, seconds: (spent.user + spent.system) / 1e6 };
};
