/**
 * Arithmetic of the element types. float32, float16 and bfloat16 round after every operation (exact: a double has more than
 * twice their digits), integers wrap, `//` and `%` follow Python, `roundTowards0Div` and `remainder` follow C,
 * `min` and `max` are `std::min` and `std::max` (a NaN on the right is dropped).
 */

import type { BinaryOp, UnaryOp } from '../ir/nodes.ts';
import { bitsOf, type DType, isFloat } from '../ir/types.ts';
import { bigCode, type Code, numberCode, rounded } from './code.ts';
import { convertBig, convertInt } from './values.ts';

/** What an operation calls when it has no value: it ends the run. */
export interface Traps {
  readonly zeroDivisor: () => never;
  readonly badShift: () => never;
}
type Num = () => number;
type Big = () => bigint;

const compareNumbers = (op: BinaryOp, a: Num, b: Num): Num | null => {
  switch (op) {
    case 'lt':
      return () => (a() < b() ? 1 : 0);
    case 'le':
      return () => (a() <= b() ? 1 : 0);
    case 'gt':
      return () => (a() > b() ? 1 : 0);
    case 'ge':
      return () => (a() >= b() ? 1 : 0);
    case 'eq':
      return () => (a() === b() ? 1 : 0);
    case 'ne':
      return () => (a() !== b() ? 1 : 0);
    default:
      return null;
  }
};
const compareBigs = (op: BinaryOp, a: Big, b: Big): Num | null => {
  switch (op) {
    case 'lt':
      return () => (a() < b() ? 1 : 0);
    case 'le':
      return () => (a() <= b() ? 1 : 0);
    case 'gt':
      return () => (a() > b() ? 1 : 0);
    case 'ge':
      return () => (a() >= b() ? 1 : 0);
    case 'eq':
      return () => (a() === b() ? 1 : 0);
    case 'ne':
      return () => (a() !== b() ? 1 : 0);
    default:
      return null;
  }
};

const float32Op = (op: BinaryOp, a: Num, b: Num): Num | null => {
  switch (op) {
    case 'add':
      return () => Math.fround(a() + b());
    case 'sub':
      return () => Math.fround(a() - b());
    case 'mul':
      return () => Math.fround(a() * b());
    case 'realDiv':
      return () => Math.fround(a() / b());
    default:
      return null;
  }
};

/** Of floats; what it gives is rounded to the type afterwards. */
export const FLOAT_UNARY: Readonly<Partial<Record<UnaryOp, (x: number) => number>>> = {
  sqrt: Math.sqrt,
  exp: Math.exp,
  square: (x) => x * x,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  abs: Math.abs,
  floor: Math.floor,
  ceil: Math.ceil,
};

/** `std::min` and `std::max`: the left operand unless the right one is strictly beyond it, so never `Math.min`. */
export const lesser = <T extends number | bigint>(x: T, y: T): T => {
  if (y < x) return y;
  return x;
};
export const greater = <T extends number | bigint>(x: T, y: T): T => {
  if (x < y) return y;
  return x;
};
const minMax = (op: BinaryOp, a: Num, b: Num): Num | null => {
  if (op === 'min') {
    return () => {
      const x = a();
      return lesser(x, b());
    };
  }
  if (op !== 'max') return null;
  return () => {
    const x = a();
    return greater(x, b());
  };
};
const doubleOp = (op: BinaryOp, a: Num, b: Num): Num | null => {
  switch (op) {
    case 'add':
      return () => a() + b();
    case 'sub':
      return () => a() - b();
    case 'mul':
      return () => a() * b();
    case 'realDiv':
      return () => a() / b();
    case 'floorDiv':
      return () => Math.floor(a() / b());
    case 'ceilDiv':
      return () => Math.ceil(a() / b());
    case 'roundTowards0Div':
      return () => Math.trunc(a() / b());
    case 'remainder':
      return () => a() % b();
    case 'mod':
      return () => {
        const x = a();
        const y = b();
        const r = x % y;
        return r !== 0 && r < 0 !== y < 0 ? r + y : r;
      };
    default:
      return minMax(op, a, b);
  }
};

/** Before wrapping: exact, because operands are at most 32 bits wide (`mul` of 32 bits apart). */
const intOp = (op: BinaryOp, bits: number, a: Num, b: Num, traps: Traps): Num | null => {
  const divided = (apply: (x: number, y: number) => number): Num => {
    return () => {
      const x = a();
      const y = b();
      return y === 0 ? traps.zeroDivisor() : apply(x, y);
    };
  };
  const shifted = (apply: (x: number, y: number) => number): Num => {
    return () => {
      const x = a();
      const y = b();
      return y < 0 || y >= bits ? traps.badShift() : apply(x, y);
    };
  };
  switch (op) {
    case 'add':
      return () => a() + b();
    case 'sub':
      return () => a() - b();
    case 'mul':
      return () => Math.imul(a(), b());
    case 'floorDiv':
      return divided((x, y) => Math.floor(x / y));
    case 'ceilDiv':
      return divided((x, y) => Math.ceil(x / y));
    case 'roundTowards0Div':
      return divided((x, y) => Math.trunc(x / y));
    case 'remainder':
      return divided((x, y) => x % y);
    case 'mod':
      return divided((x, y) => {
        const r = x % y;
        return r !== 0 && r < 0 !== y < 0 ? r + y : r;
      });
    case 'bitAnd':
      return () => a() & b();
    case 'bitOr':
      return () => a() | b();
    case 'bitXor':
      return () => a() ^ b();
    case 'shl':
      return shifted((x, y) => x << y);
    case 'shr':
      return shifted((x, y) => Math.floor(x / 2 ** y));
    default:
      return minMax(op, a, b);
  }
};

const floorBig = (x: bigint, y: bigint): bigint => x / y - (x % y !== 0n && x < 0n !== y < 0n ? 1n : 0n);
const bigOp = (op: BinaryOp, a: Big, b: Big, traps: Traps): Big | null => {
  const both = (apply: (x: bigint, y: bigint) => bigint): Big => {
    return () => {
      const x = a();
      return apply(x, b());
    };
  };
  const divided = (apply: (x: bigint, y: bigint) => bigint): Big =>
    both((x, y) => (y === 0n ? traps.zeroDivisor() : apply(x, y)));
  const shifted = (apply: (x: bigint, y: bigint) => bigint): Big =>
    both((x, y) => (y < 0n || y >= 64n ? traps.badShift() : apply(x, y)));
  switch (op) {
    case 'add':
      return () => a() + b();
    case 'sub':
      return () => a() - b();
    case 'mul':
      return () => a() * b();
    case 'floorDiv':
      return divided(floorBig);
    case 'ceilDiv':
      return divided((x, y) => -floorBig(-x, y));
    case 'roundTowards0Div':
      return divided((x, y) => x / y);
    case 'remainder':
      return divided((x, y) => x % y);
    case 'mod':
      return divided((x, y) => x - floorBig(x, y) * y);
    case 'bitAnd':
      return () => a() & b();
    case 'bitOr':
      return () => a() | b();
    case 'bitXor':
      return () => a() ^ b();
    case 'shl':
      return shifted((x, y) => x << y);
    case 'shr':
      return shifted((x, y) => x >> y);
    case 'min':
      return both(lesser);
    case 'max':
      return both(greater);
    default:
      return null;
  }
};

const wrapped = (dtype: DType, run: Num): Num => {
  if (dtype === 'int32') return () => run() | 0;
  return () => convertInt(dtype, run());
};

/** A comparison of two operands of one type; null for another operator. */
export const comparison = (op: BinaryOp, a: Code, b: Code): Code | null => {
  const run =
    a.big && b.big ? compareBigs(op, a.run, b.run) : !a.big && !b.big ? compareNumbers(op, a.run, b.run) : null;
  return run && numberCode('bool', run);
};

/** `a op b` for operands of the one type `dtype`; null where the operator does not exist for it. */
export const arithmetic = (op: BinaryOp, dtype: DType, a: Code, b: Code, traps: Traps): Code | null => {
  if (a.big && b.big) {
    const run = bigOp(op, a.run, b.run, traps);
    const exact = op === 'min' || op === 'max' || op === 'bitAnd';
    return run && bigCode(dtype, exact ? run : () => convertBig(dtype, run()));
  }
  if (a.big || b.big) return null;
  if (dtype === 'float32') {
    const fast = float32Op(op, a.run, b.run);
    if (fast) return numberCode(dtype, fast);
  }
  if (isFloat(dtype)) {
    const run = doubleOp(op, a.run, b.run);
    return run && numberCode(dtype, op === 'min' || op === 'max' ? run : rounded(dtype, run));
  }
  const run = intOp(op, bitsOf(dtype) ?? 32, a.run, b.run, traps);
  return run && numberCode(dtype, op === 'min' || op === 'max' ? run : wrapped(dtype, run));
};
