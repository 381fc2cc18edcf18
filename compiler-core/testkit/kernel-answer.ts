/** One answer of the kernel front end, measured. */

import { NO_OPTIONS } from '../src/frontends/kernel/preprocess/options.ts';
import { readKernels } from '../src/frontends/kernel/read.ts';
import { verifyFunc } from '../src/ir/verify.ts';
import type { HostileText } from './hostile-kernels.ts';
import { mutate } from './kernel-mutations.ts';
import type { Seed } from './kernel-seeds.ts';

export interface Answer {
  readonly kernels: number;
  readonly diagnostics: number;
  /** Of the clock: a thread of the tests has no clock of its own for its CPU. */
  readonly seconds: number;
}

/** @throws what the front end throws, and where a kernel's IR is not well-formed or a place lies outside of its text. */
export const answer = ({ name, text, path = '/a.cpp', files }: HostileText): Answer => {
  const start = performance.now();
  const { unit, kernels, diagnostics } = readKernels({ path, text, options: NO_OPTIONS, read: files ?? (() => null) });
  const seconds = (performance.now() - start) / 1000;
  for (const { func } of kernels) {
    const [problem] = verifyFunc(func);
    if (problem !== undefined) throw new Error(`${name}: ${problem.message}`);
  }
  for (const { span, message } of diagnostics) {
    const length = unit.texts.get(span.file)?.length ?? Number.POSITIVE_INFINITY;
    if (!(span.start >= 0 && span.start <= span.end && span.end <= length))
      throw new Error(`${name}: \`${message}\` is said of ${span.start} to ${span.end} of ${length}`);
  }
  return { kernels: kernels.length, diagnostics: diagnostics.length, seconds };
};

export interface Answers {
  readonly answers: number;
  readonly kernels: number;
  readonly diagnostics: number;
  readonly slowest: { readonly seed: number; readonly seconds: number };
}

/** Answers to the programs with faults of the seeds from `first` on. @throws as `answer`, with the seed in the message */
export const answerMutations = (first: number, count: number, seeds: readonly Seed[]): Answers => {
  let kernels = 0;
  let diagnostics = 0;
  let slowest = { seed: first, seconds: 0 };
  for (let seed = first; seed < first + count; seed++) {
    const text = mutate(seed, seeds);
    try {
      const one = answer({ name: `seed ${seed}`, ...text });
      kernels += one.kernels;
      diagnostics += one.diagnostics;
      if (one.seconds > slowest.seconds) slowest = { seed, seconds: one.seconds };
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.stack : error}\n${text.text}`);
    }
  }
  return { answers: count, kernels, diagnostics, slowest };
};
