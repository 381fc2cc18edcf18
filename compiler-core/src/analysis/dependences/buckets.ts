/** Which accesses may meet an access at all, by subscripts that are constant: unrolled code has thousands of them. */

import type { Int } from '../../presburger/index.ts';
import type { AccessPoint } from './points.ts';

/** Accesses of one storage below which looking at all pairs is as fast. */
const FEW = 32;

const constantAt = (p: AccessPoint, d: number): Int | null => {
  const pieces = p.indices?.[d]?.pieces;
  const [only] = pieces ?? [];
  return only && pieces?.length === 1 && only.value.isConstant ? only.value.constant : null;
};

/** For an access, those of `points` that do not differ from it in a constant subscript, in order. */
export const partners = (points: readonly AccessPoint[]): ((p: AccessPoint) => readonly AccessPoint[]) => {
  const everything = (): readonly AccessPoint[] => points;
  const [first] = points;
  // Subscripts of different tensors on one storage do not compare.
  const plain = first?.definition.view === null && points.every((p) => p.definition === first.definition);
  if (!first || !plain || points.length < FEW) return everything;
  const rank = first.definition.shape.length;
  let best = -1;
  let most = 0;
  for (let d = 0; d < rank; d++) {
    const values = new Set(points.flatMap((p) => constantAt(p, d) ?? []));
    if (values.size > most) [best, most] = [d, values.size];
  }
  if (most < 2) return everything;
  const constant = new Map<Int, AccessPoint[]>();
  const varying: AccessPoint[] = [];
  for (const p of points) {
    const value = constantAt(p, best);
    if (value === null) varying.push(p);
    else if (constant.has(value)) constant.get(value)?.push(p);
    else constant.set(value, [p]);
  }
  return (p) => {
    const value = constantAt(p, best);
    if (value === null) return points;
    const equal = constant.get(value) ?? [];
    if (varying.length === 0) return equal;
    return [...equal, ...varying].sort((a, b) => a.ordinal - b.ordinal);
  };
};
