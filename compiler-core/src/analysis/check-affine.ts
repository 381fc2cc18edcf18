/** Subscripts, divisors and assertions of a function, from one traversal. */

import type { Func } from '../ir/nodes.ts';
import { traverse } from './affine/traverse.ts';
import { assertsOf } from './asserts.ts';
import { type Checked, type CheckOptions, indicesOf } from './bounds.ts';
import { divisionsOf } from './division.ts';

/** The findings of all three, and their verdicts counted together. */
export const checkAffine = (func: Func, options: CheckOptions): Checked => {
  const sites = traverse(func);
  const all = [indicesOf, divisionsOf, assertsOf].map((check) => check(sites, options));
  const sum = (kind: keyof Checked['stats']): number => all.reduce((n, { stats }) => n + stats[kind], 0);
  return {
    diagnostics: all.flatMap(({ diagnostics }) => diagnostics),
    stats: { safe: sum('safe'), faulty: sum('faulty'), possible: sum('possible'), unknown: sum('unknown') },
  };
};
