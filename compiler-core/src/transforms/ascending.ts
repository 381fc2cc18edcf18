/** Loops as FreeTensor's dependence analysis sees them: it takes every loop to run upwards. */

import { binary, int } from '../ir/build.ts';
import type { For, Func } from '../ir/nodes.ts';
import { mapStmt } from '../ir/walk.ts';
import { constantLength } from './constant-length.ts';

/** The same values upwards; null where the first of them is not known. */
const upwards = (loop: For): For | null => {
  const { begin, end, step, at } = loop;
  if (step.kind !== 'int' || step.value >= 0n) return null;
  const above = binary('add', begin, int(1, at), at);
  if (step.value === -1n) return { ...loop, begin: binary('add', end, int(1, at), at), end: above, step: int(1, at) };
  const length = constantLength(loop);
  if (length === null || length === 0n || begin.kind !== 'int') return null;
  return { ...loop, begin: int(begin.value + (length - 1n) * step.value, at), end: above, step: int(-step.value, at) };
};

/** `func` itself where all of its loops run upwards. O(nodes). */
export const ascending = (func: Func): Func => {
  const body = mapStmt(func.body, { stmt: (s) => (s.kind === 'for' ? (upwards(s) ?? s) : s) });
  return body === func.body ? func : { ...func, body };
};
