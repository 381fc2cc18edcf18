/** `a * b + c`, rounded once, for every floating-point type. */

import type { DType } from '../../ir/types.ts';
import { smallFloat } from '../small-floats.ts';

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
const bits = new BigInt64Array(double.buffer);

/**
 * The exact sum of two doubles, rounded to an odd last digit where it is none: rounding that to a type of less than half
 * the digits is rounding the exact sum. @source Boldo, Melquiond, "Emulation of FMA and correctly rounded sums", 2008.
 */
const sumToOdd = (a: number, b: number): number => {
  const s = a + b;
  const t = s - a;
  const error = a - (s - t) + (b - t);
  if (error === 0 || !Number.isFinite(error)) return s;
  double[0] = s;
  if (((words[0] as number) & 1) === 0) bits[0] = (bits[0] as bigint) + (error > 0 === s > 0 ? 1n : -1n);
  return double[0] as number;
};

/** A finite double as `m * 2^e`. */
const split = (x: number): { readonly m: bigint; readonly e: number } => {
  double[0] = x;
  const raw = BigInt.asUintN(64, bits[0] as bigint);
  const exponent = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & 0xfffffffffffffn;
  const m = exponent === 0 ? fraction : fraction | (1n << 52n);
  return { m: raw >> 63n ? -m : m, e: Math.max(exponent, 1) - 1075 };
};
const scaled = (m: number, e: number): number => m * 2 ** Math.floor(e / 2) * 2 ** Math.ceil(e / 2);

/** The nearest double of `m * 2^e`, ties to even, subnormals included. */
const nearest = (m: bigint, e: number): number => {
  const size = m < 0n ? -m : m;
  const ulp = Math.max(size.toString(2).length - 53 + e, -1074);
  const shift = BigInt(Math.max(ulp - e, 0));
  let kept = size >> shift;
  const rest = (size - (kept << shift)) * 2n;
  const half = 1n << shift;
  if (shift > 0n && (rest > half || (rest === half && kept % 2n === 1n))) kept += 1n;
  const r = scaled(Number(kept), shift > 0n ? ulp : e);
  return m < 0n ? -r : r;
};

const fmaDouble = (a: number, b: number, c: number): number => {
  const quick = a * b + c;
  if (!Number.isFinite(a) || !Number.isFinite(b) || !Number.isFinite(c) || a === 0 || b === 0) return quick;
  const [x, y, z] = [split(a), split(b), split(c)];
  const e = Math.min(x.e + y.e, z.e);
  const sum = ((x.m * y.m) << BigInt(x.e + y.e - e)) + (z.m << BigInt(z.e - e));
  // An exact cancellation has the sign that the quick sum has; a product alone may still round to zero.
  return sum === 0n ? (c === 0 ? quick : 0) : nearest(sum, e);
};

/** The product of two of a narrower type is exact in double. */
const narrow =
  (round: (x: number) => number) =>
  (a: number, b: number, c: number): number =>
    round(sumToOdd(a * b, c));

export const fmaOf = (dtype: DType): ((a: number, b: number, c: number) => number) =>
  dtype === 'float64' ? fmaDouble : narrow(smallFloat(dtype)?.round ?? Math.fround);
