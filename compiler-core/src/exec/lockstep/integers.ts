/** Builtins on integers (SYCL 2020 4.17.6, OpenCL C 6.15.3), exact for every width: bigints in, one bigint out. */

import { bitsOf, type DType, intRange } from '../../ir/types.ts';
import { greater, lesser } from '../arith.ts';

export type IntegerFunction = (a: bigint, b: bigint, c: bigint) => bigint;

const ones = (x: bigint): bigint => BigInt(x.toString(2).replaceAll('0', '').length);

/** @param dtype Of the operands; the result is wrapped by the caller to its own type. Null: there is no such builtin. */
export const integerFunction = (name: string, dtype: DType): IntegerFunction | null => {
  const range = intRange(dtype);
  const width = bitsOf(dtype);
  if (!range || width === null) return null;
  const n = BigInt(width);
  const raw = (x: bigint): bigint => BigInt.asUintN(width, x);
  const saturate = (x: bigint): bigint => greater(range.min, lesser(range.max, x));
  const low24 = (x: bigint): bigint => (range.min < 0n ? BigInt.asIntN(24, x) : BigInt.asUintN(24, x));
  switch (name) {
    case 'abs':
      return (a) => (a < 0n ? -a : a);
    case 'abs_diff':
      return (a, b) => (a < b ? b - a : a - b);
    case 'add_sat':
      return (a, b) => saturate(a + b);
    case 'sub_sat':
      return (a, b) => saturate(a - b);
    case 'mad_sat':
      return (a, b, c) => saturate(a * b + c);
    case 'hadd':
      return (a, b) => (a + b) >> 1n;
    case 'rhadd':
      return (a, b) => (a + b + 1n) >> 1n;
    case 'clamp':
      return (a, low, high) => lesser(greater(a, low), high);
    case 'max':
      return greater<bigint>;
    case 'min':
      return lesser<bigint>;
    case 'clz':
      return (a) => (raw(a) === 0n ? n : n - BigInt(raw(a).toString(2).length));
    case 'ctz':
      return (a) => (raw(a) === 0n ? n : ones((raw(a) & -raw(a)) - 1n));
    case 'popcount':
      return (a) => ones(raw(a));
    case 'mul_hi':
      return (a, b) => (a * b) >> n;
    case 'mad_hi':
      return (a, b, c) => ((a * b) >> n) + c;
    case 'mul24':
      return (a, b) => low24(a) * low24(b);
    case 'mad24':
      return (a, b, c) => low24(a) * low24(b) + c;
    case 'rotate':
      return (a, b) => {
        const k = raw(b) % n;
        return (raw(a) << k) | (raw(a) >> (n - k));
      };
    case 'upsample':
      return (high, low) => (high << n) | raw(low);
    case 'bitselect':
      return (a, b, c) => (a & ~c) | (b & c);
    default:
      return null;
  }
};
