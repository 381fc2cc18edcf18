/**
 * Operators on vectors, both operands of one type: floats round once, integers wrap, shifts take the low bits of their
 * count (as OpenCL defines and hardware does), comparisons give `bool`. `min` and `max` are `std::min` and `std::max`.
 */

import { isPredicate } from '../../ir/dtype-of.ts';
import type { BinaryOp, UnaryOp } from '../../ir/nodes.ts';
import { bitsOf, type DType, isFloat } from '../../ir/types.ts';
import { FLOAT_UNARY, greater, lesser } from '../arith.ts';
import type { Lanes } from './lanes.ts';
import { fastLoop } from './loops.ts';
import { type Node, newVector, settle, withRun } from './vector.ts';
import { isWide, type Wide, wideArithmetic, wideOf } from './wide.ts';

const INTEGER_DIVISIONS: ReadonlySet<BinaryOp> = new Set([
  'roundTowards0Div',
  'remainder',
  'floorDiv',
  'ceilDiv',
  'mod',
  'realDiv',
]);

type Scalar = (a: number, b: number) => number;

const pythonMod: Scalar = (a, b) => {
  const r = a % b;
  return r !== 0 && r < 0 !== b < 0 ? r + b : r;
};
const COMMON: Readonly<Partial<Record<BinaryOp, Scalar>>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  realDiv: (a, b) => a / b,
  roundTowards0Div: (a, b) => Math.trunc(a / b),
  floorDiv: (a, b) => Math.floor(a / b),
  ceilDiv: (a, b) => Math.ceil(a / b),
  remainder: (a, b) => a % b,
  mod: pythonMod,
  min: lesser,
  max: greater,
};
const integerOp = (op: BinaryOp, dtype: DType): Scalar | null => {
  const bits = bitsOf(dtype) ?? 32;
  const mask = bits - 1;
  switch (op) {
    case 'mul':
      return Math.imul;
    case 'bitAnd':
      return (a, b) => a & b;
    case 'bitOr':
      return (a, b) => a | b;
    case 'bitXor':
      return (a, b) => a ^ b;
    case 'shl':
      return (a, b) => a << (b & mask);
    case 'shr':
      return dtype === 'uint32' ? (a, b) => a >>> (b & 31) : (a, b) => a >> (b & mask);
    default:
      return COMMON[op] ?? null;
  }
};

/** The operator on numbers of a type that is not 64 bits of integer: before wrapping or rounding. */
export const scalarOp = (op: BinaryOp, dtype: DType): Scalar | null =>
  isFloat(dtype) ? (COMMON[op] ?? null) : integerOp(op, dtype);

/** `a op b` as an element of the type, for single values. Null where the operator does not exist. */
export const elementOp = (op: BinaryOp, dtype: DType): ((a: Wide, b: Wide) => Wide) | null => {
  if (isWide(dtype)) return wideArithmetic(op, dtype);
  const plain = scalarOp(op, dtype);
  const cell = newVector(dtype, 1);
  if (!plain || !cell) return null;
  const round = settle(dtype);
  const data: { [k: number]: Wide } = cell.data;
  return (a, b) => {
    const r = plain(Number(a), Number(b));
    data[0] = round ? round(r) : r;
    return data[0];
  };
};

const compare = (op: BinaryOp, a: ArrayLike<Wide>, b: ArrayLike<Wide>, out: Uint8Array, lanes: Lanes): void => {
  const test = COMPARE[op];
  if (!test) return;
  for (let k = 0; k < lanes.count; k++) {
    const l = lanes.list[k] as number;
    out[l] = test(a[l] as Wide, b[l] as Wide) ? 1 : 0;
  }
};
/** A number and a bigint compare by value, so `===` is only tried between equal forms. */
const COMPARE: Readonly<Partial<Record<BinaryOp, (a: Wide, b: Wide) => boolean>>> = {
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lAnd: (a, b) => a !== 0 && b !== 0,
  lOr: (a, b) => a !== 0 || b !== 0,
};

/** @param zero Told of each lane that divides an integer by 0; its result is 0. */
export const binary = (op: BinaryOp, a: Node, b: Node, width: number, zero: (lane: number) => void): Node | null => {
  if (isPredicate(op)) {
    const out = { wide: false, dtype: 'bool', data: new Uint8Array(width) } as const;
    return withRun(out, (lanes) => {
      a.run(lanes);
      b.run(lanes);
      compare(op, a.data, b.data, out.data, lanes);
    });
  }
  const { dtype } = a;
  const out = newVector(dtype, width);
  if (!out) return null;
  if (out.wide) {
    const apply = wideArithmetic(op, out.dtype);
    if (!apply) return null;
    const [x, y] = [a.data as Wide[], b.data as Wide[]];
    const divides = INTEGER_DIVISIONS.has(op);
    return withRun(out, (lanes) => {
      a.run(lanes);
      b.run(lanes);
      for (let k = 0; k < lanes.count; k++) {
        const l = lanes.list[k] as number;
        const divisor = y[l] as Wide;
        if (divides && divisor === 0) {
          zero(l);
          out.data[l] = 0;
        } else out.data[l] = apply(x[l] as Wide, divisor);
      }
    });
  }
  const apply = scalarOp(op, dtype);
  if (!apply) return null;
  const round = settle(dtype);
  const [x, y] = [a.data as ArrayLike<number>, b.data as ArrayLike<number>];
  const { data } = out;
  const both = (lanes: Lanes): void => {
    a.run(lanes);
    b.run(lanes);
  };
  if (!isFloat(dtype) && INTEGER_DIVISIONS.has(op)) {
    return withRun(out, (lanes) => {
      both(lanes);
      for (let k = 0; k < lanes.count; k++) {
        const l = lanes.list[k] as number;
        if (y[l] === 0) {
          zero(l);
          data[l] = 0;
        } else data[l] = apply(x[l] as number, y[l] as number);
      }
    });
  }
  if (round) {
    return withRun(out, (lanes) => {
      both(lanes);
      for (let k = 0; k < lanes.count; k++) {
        const l = lanes.list[k] as number;
        data[l] = round(apply(x[l] as number, y[l] as number));
      }
    });
  }
  const fast = fastLoop(op, x, y, data);
  if (fast) {
    return withRun(out, (lanes) => {
      both(lanes);
      fast(lanes);
    });
  }
  return withRun(out, (lanes) => {
    both(lanes);
    for (let k = 0; k < lanes.count; k++) {
      const l = lanes.list[k] as number;
      data[l] = apply(x[l] as number, y[l] as number);
    }
  });
};

const wideUnary = (op: UnaryOp, t: 'int64' | 'uint64'): ((x: Wide) => Wide) | null => {
  const times = wideArithmetic('mul', t);
  if (op === 'bitNot') return (x) => wideOf(t, ~BigInt(x));
  if (op === 'abs') return (x) => (x < 0 ? wideOf(t, -BigInt(x)) : x);
  if (op === 'floor' || op === 'ceil') return (x) => x;
  return op === 'square' && times ? (x) => times(x, x) : null;
};

export const unary = (op: UnaryOp, a: Node, width: number): Node | null => {
  const out = newVector(op === 'lNot' ? 'bool' : a.dtype, width);
  if (!out) return null;
  const one: ((x: Wide) => Wide) | null = scalarUnary(op, a.dtype);
  if (!one) return null;
  const data: { [lane: number]: Wide } = out.data;
  const from: ArrayLike<Wide> = a.data;
  return withRun(out, (lanes) => {
    a.run(lanes);
    for (let k = 0; k < lanes.count; k++) {
      const l = lanes.list[k] as number;
      data[l] = one(from[l] as Wide);
    }
  });
};

const scalarUnary = (op: UnaryOp, dtype: DType): ((x: Wide) => Wide) | null => {
  if (isWide(dtype) && op !== 'lNot') return wideUnary(op, dtype);
  if (op === 'bitNot') return isFloat(dtype) || dtype === 'bool' ? null : (x) => ~Number(x);
  if (op === 'square' && !isFloat(dtype)) return (x) => Math.imul(Number(x), Number(x));
  const plain = op === 'lNot' ? (x: number) => (x === 0 ? 1 : 0) : FLOAT_UNARY[op];
  if (!plain) return null;
  const round = op === 'lNot' ? null : settle(dtype);
  return round ? (x) => round(plain(Number(x))) : (x) => plain(Number(x));
};
