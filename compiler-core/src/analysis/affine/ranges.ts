/** Bounds of affine forms from the bounds of their symbols alone: cheap, and true wherever the symbols have a value. */

import type { Affine } from '../../presburger/index.ts';
import { add, floorDivInt, type Int, maxOf, minOf, mul } from '../../presburger/int.ts';

/** Values from `low` to `high`; null where there is no bound. */
export interface Range {
  readonly low: Int | null;
  readonly high: Int | null;
}

export const ANY: Range = { low: null, high: null };

/** The values in both; an empty one is not noticed. */
export const meet = (a: Range, b: Range): Range => ({
  low: a.low === null ? b.low : b.low === null || a.low >= b.low ? a.low : b.low,
  high: a.high === null ? b.high : b.high === null || a.high <= b.high ? a.high : b.high,
});

/** The least range around both. */
export const hull = (a: Range, b: Range): Range => ({
  low: a.low === null || b.low === null ? null : minOf(a.low, b.low),
  high: a.high === null || b.high === null ? null : maxOf(a.high, b.high),
});

export const isWithin = (a: Range, b: Range): boolean =>
  (b.low === null || (a.low !== null && a.low >= b.low)) && (b.high === null || (a.high !== null && a.high <= b.high));

/** The range of an expression whose variables have those that `of` says. O(terms). */
export const rangeOf = (a: Affine, of: (id: string) => Range): Range => {
  let low: Int | null = a.constant;
  let high: Int | null = a.constant;
  for (const { name, coef, div } of a.terms) {
    let one = div ? rangeOf(div.num, of) : of(name);
    if (div) {
      one = {
        low: one.low === null ? null : floorDivInt(one.low, div.den),
        high: one.high === null ? null : floorDivInt(one.high, div.den),
      };
    }
    const [from, to] = coef > 0 ? [one.low, one.high] : [one.high, one.low];
    low = low === null || from === null ? null : add(low, mul(from, coef));
    high = high === null || to === null ? null : add(high, mul(to, coef));
  }
  return { low, high };
};

/** The product of two ranges. */
export const productRange = (a: Range, b: Range): Range => {
  if (a.low !== null && a.high !== null && b.low !== null && b.high !== null) {
    const corners = [mul(a.low, b.low), mul(a.low, b.high), mul(a.high, b.low), mul(a.high, b.high)];
    return corners.map((c): Range => ({ low: c, high: c })).reduce(hull);
  }
  const positive = a.low !== null && b.low !== null && a.low >= 0 && b.low >= 0;
  return positive ? { low: mul(a.low ?? 0, b.low ?? 0), high: null } : ANY;
};
