/** Points by variable name, and what holds at them. Variables that a point does not name are free and count as 0. */

import type { Affine } from './affine.ts';
import { add, floorDivInt, type Int, mul } from './int.ts';
import type { System } from './system.ts';

/** An integer point, by variable name. */
export type Point = ReadonlyMap<string, Int>;

export const valueAt = (a: Affine, point: Point): Int => {
  let out = a.constant;
  for (const t of a.terms) {
    const x = t.div ? floorDivInt(valueAt(t.div.num, point), t.div.den) : (point.get(t.name) ?? 0);
    if (x !== 0) out = add(out, mul(t.coef, x));
  }
  return out;
};

export const holdsAt = (s: System, point: Point): boolean =>
  !s.contradictory &&
  s.constraints.every((c) => {
    const x = valueAt(c.expr, point);
    return c.kind === 'eq' ? x === 0 : x >= 0;
  });
