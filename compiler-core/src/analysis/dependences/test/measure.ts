/** Random programs analysed and run, one after another. */

import { printFunc } from '../../../ir/print.ts';
import { analyse } from '../index.ts';
import { compare } from './compare.ts';
import { trace } from './executed.ts';
import { randomInputs, randomProgram } from './programs.ts';

export interface MeasuredPrograms {
  readonly programs: number;
  /** Conflicting pairs of instances that runs showed. */
  readonly pairs: number;
  /** Dependences found, by certainty. */
  readonly must: number;
  readonly may: number;
  readonly unknown: number;
  /** Programs whose last writers were compared too. */
  readonly nearest: number;
  /** Seed, program and what is wrong with it. */
  readonly failures: readonly string[];
}

/** Accesses of one run; programs that make more are left for another seed. */
const LIMIT = 400;

/**
 * @param count How many programs are compared.
 * @param nearestEach Of every so many programs the last writers are compared as well.
 */
export const measurePrograms = (from: number, count: number, nearestEach: number): MeasuredPrograms => {
  const total = { programs: 0, pairs: 0, must: 0, may: 0, unknown: 0, nearest: 0 };
  const failures: string[] = [];
  for (let seed = from; total.programs < count; seed++) {
    const func = randomProgram(seed);
    const deps = analyse(func);
    const n = seed % 6;
    const ran = trace(func, deps.points, randomInputs(seed, n), LIMIT);
    if (!ran) continue;
    total.programs++;
    const all = compare(deps, ran, n);
    total.pairs += all.pairs;
    total.must += all.must;
    total.may += all.may;
    total.unknown += all.unknown;
    const problems = [...all.problems];
    if (seed % nearestEach === 0) {
      total.nearest++;
      const last = compare(deps, ran, n, true);
      total.unknown += last.unknown;
      problems.push(...last.problems.map((p) => `nearest: ${p}`));
    }
    if (problems.length > 0) failures.push(`seed ${seed}, n = ${n}\n${problems.join('\n')}\n${printFunc(func)}`);
  }
  return { ...total, failures };
};
