/**
 * 64-bit integers as a number where that is exact (a safe integer) and as a bigint elsewhere. Subscripts are 64 bits wide
 * in kernels and nearly always small, and numbers are many times faster. A zero is never negative.
 */

import type { DType } from '../../ir/types.ts';
import { greater, lesser } from '../arith.ts';

export type Wide = number | bigint;
export type WideType = 'int64' | 'uint64';
export const isWide = (t: DType): t is WideType => t === 'int64' || t === 'uint64';

const LARGEST = Number.MAX_SAFE_INTEGER;
const SMALLEST = Number.MIN_SAFE_INTEGER;

/** The canonical form of a bigint, wrapped to the type. */
export const wideOf = (t: WideType, x: bigint): Wide => {
  const w = t === 'int64' ? BigInt.asIntN(64, x) : BigInt.asUintN(64, x);
  return w >= BigInt(SMALLEST) && w <= BigInt(LARGEST) ? Number(w) : w;
};
/** An integer-valued number that may be unsafe or out of the type's range, such as a sum of two safe ones, is not exact. */
const isExact = (t: WideType, x: number): boolean => x <= LARGEST && x >= (t === 'int64' ? SMALLEST : 0);

type NumberOp = (a: number, b: number) => number;
type BigOp = (a: bigint, b: bigint) => bigint;
/** Tries numbers first. `+ 0` turns -0 into 0. */
const both =
  (t: WideType, quick: NumberOp, exact: BigOp) =>
  (a: Wide, b: Wide): Wide => {
    if (typeof a === 'number' && typeof b === 'number') {
      const r = quick(a, b);
      if (isExact(t, r)) return r + 0;
    }
    return wideOf(t, exact(BigInt(a), BigInt(b)));
  };

const floorBig = (x: bigint, y: bigint): bigint => x / y - (x % y !== 0n && x < 0n !== y < 0n ? 1n : 0n);
const INEXACT: NumberOp = () => Number.NaN;
/** Bits of non-negative numbers below 2^31 are those of their 32-bit forms. */
const small =
  (op: NumberOp): NumberOp =>
  (a, b) =>
    a >= 0 && b >= 0 && a < 2 ** 31 && b < 2 ** 31 ? op(a, b) : Number.NaN;

/** `a op b` of one type, wrapped; shifts take the low six bits of the count. Divisors are not 0. */
export const wideArithmetic = (op: string, t: WideType): ((a: Wide, b: Wide) => Wide) | null => {
  switch (op) {
    case 'add':
      return both(
        t,
        (a, b) => a + b,
        (a, b) => a + b,
      );
    case 'sub':
      return both(
        t,
        (a, b) => a - b,
        (a, b) => a - b,
      );
    case 'mul':
      return both(
        t,
        (a, b) => a * b,
        (a, b) => a * b,
      );
    case 'roundTowards0Div':
      return both(
        t,
        (a, b) => Math.trunc(a / b),
        (a, b) => a / b,
      );
    case 'remainder':
      return both(
        t,
        (a, b) => a % b,
        (a, b) => a % b,
      );
    case 'floorDiv':
      return both(t, (a, b) => Math.floor(a / b), floorBig);
    case 'ceilDiv':
      return both(
        t,
        (a, b) => Math.ceil(a / b),
        (a, b) => -floorBig(-a, b),
      );
    case 'mod':
      return both(t, INEXACT, (a, b) => a - floorBig(a, b) * b);
    case 'bitAnd':
      return both(
        t,
        small((a, b) => a & b),
        (a, b) => a & b,
      );
    case 'bitOr':
      return both(
        t,
        small((a, b) => a | b),
        (a, b) => a | b,
      );
    case 'bitXor':
      return both(
        t,
        small((a, b) => a ^ b),
        (a, b) => a ^ b,
      );
    case 'shl':
      return both(
        t,
        (a, b) => (b >= 0 && b < 53 ? a * 2 ** b : Number.NaN),
        (a, b) => a << (b & 63n),
      );
    case 'shr':
      return both(
        t,
        (a, b) => (b >= 0 && b < 53 ? Math.floor(a / 2 ** b) : Number.NaN),
        (a, b) => a >> (b & 63n),
      );
    case 'min':
      return lesser<Wide>;
    case 'max':
      return greater<Wide>;
    default:
      return null;
  }
};

/** An integer-valued number, or a floating-point one to be truncated, as a 64-bit integer; what does not fit as x86 has it. */
export const wideOfNumber = (t: WideType, x: number): Wide => {
  const r = Math.trunc(x);
  if (isExact(t, r)) return r + 0;
  if (!Number.isFinite(r) || Math.abs(r) >= 2 ** 64) return wideOf(t, -(2n ** 63n));
  return wideOf(t, BigInt(r));
};

/** The low 32 bits, signed: what narrower integers take. */
export const lowBits = (x: Wide): number => (typeof x === 'number' ? x | 0 : Number(BigInt.asIntN(32, x)));
