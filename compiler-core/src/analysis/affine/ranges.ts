/** Bounds of affine forms from the bounds of their symbols alone: cheap, and true wherever the symbols have a value. */

import { Affine } from '../../presburger/index.ts';
import { add, floorDivInt, type Int, maxOf, minOf, modInt, mul, sub } from '../../presburger/int.ts';

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
  const direct = termwise(a, of);
  const divs = a.terms.filter((t) => t.div && modInt(t.coef, t.div.den) === 0);
  if (divs.length === 0) return direct;
  // `d * floor(x / d)` is `x - m` with m in [0, d): so that `x - d * floor(x / d)` is m.
  let rest = a;
  let [low, high]: [Int, Int] = [0, 0];
  for (const { name, coef, div } of divs) {
    if (!div) continue;
    const k = floorDivInt(coef, div.den);
    rest = rest.minus(new Affine([{ name, coef, div }], 0)).plus(div.num.times(k));
    const most = mul(k, sub(div.den, 1));
    if (k > 0) low = sub(low, most);
    else high = sub(high, most);
  }
  const other = termwise(rest, of);
  return meet(direct, {
    low: other.low === null ? null : add(other.low, low),
    high: other.high === null ? null : add(other.high, high),
  });
};

const termwise = (a: Affine, of: (id: string) => Range): Range => {
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
