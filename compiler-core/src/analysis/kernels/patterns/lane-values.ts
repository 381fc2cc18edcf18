/** Expressions for one lane: integers where they can be told, sums of names, or nothing. What is not known is null. */

import { dtypeOf } from '../../../ir/dtype-of.ts';
import type { BinaryOp, Expr, ExprOf } from '../../../ir/nodes.ts';
import { bitsOf, intRange, isFloat, isInt } from '../../../ir/types.ts';
import { atom, difference, floorOf, isData, plus, restOf, type Sum, textOf, times, type Value } from './polynomial.ts';

/** What leaves are worth to the lane at hand. */
export interface Leaves {
  readonly iterator: (name: string) => Value;
  readonly param: (name: string) => Value;
  readonly load: (e: ExprOf<'load'>) => Value;
}

const MAX_DEPTH = 300;
const truth = (x: Value): boolean | null => (typeof x === 'number' ? x !== 0 : null);
const bit = (x: boolean | null): Value => (x === null ? null : x ? 1 : 0);

export const truthOf = (e: Expr, leaves: Leaves): boolean | null => truth(evaluate(e, leaves));

export const evaluate = (e: Expr, leaves: Leaves, depth = 0): Value => {
  if (depth > MAX_DEPTH) return null;
  const inner = (x: Expr): Value => evaluate(x, leaves, depth + 1);
  switch (e.kind) {
    case 'int': {
      const x = Number(e.value);
      return Number.isSafeInteger(x) ? x : null;
    }
    case 'bool':
      return e.value ? 1 : 0;
    case 'var':
      return leaves.iterator(e.name);
    case 'param':
      return leaves.param(e.name);
    case 'load':
      return leaves.load(e);
    case 'cast':
      return castOf(e, inner(e.operand));
    case 'unary': {
      const x = inner(e.operand);
      if (e.op === 'lNot') {
        const t = truth(x);
        return bit(t === null ? null : !t);
      }
      if (typeof x !== 'number') return null;
      return e.op === 'abs' ? Math.abs(x) : e.op === 'bitNot' ? -1 - x : e.op === 'square' ? times(x, x) : null;
    }
    case 'select': {
      const t = truth(inner(e.cond));
      if (t !== null) return inner(t ? e.then : e.else);
      const [a, b] = [inner(e.then), inner(e.else)];
      return difference(a, b) === 0 ? a : null;
    }
    case 'binary': {
      const [a, b] = [inner(e.lhs), inner(e.rhs)];
      if (!ORDERS.has(e.op) || typeof a !== 'number' || typeof b !== 'number') return binaryOf(e.op, a, b);
      return compare(e.op, unsigned(e.lhs, a) - unsigned(e.rhs, b));
    }
    case 'float':
    case 'intrinsic':
    case 'unknown':
      return null;
  }
};

const ORDERS: ReadonlySet<BinaryOp> = new Set(['lt', 'le', 'gt', 'ge']);
/** What a number below zero is worth as one without a sign. */
const unsigned = (e: Expr, x: number): number => {
  if (x >= 0) return x;
  const dtype = dtypeOf(e);
  return dtype.startsWith('uint') ? x + 2 ** (bitsOf(dtype) ?? 64) : x;
};

const castOf = (e: ExprOf<'cast'>, x: Value): Value => {
  if (e.dtype === 'bool') return bit(truth(x));
  if (isFloat(e.dtype) || !isInt(e.dtype)) return null;
  if (typeof x !== 'number') return (bitsOf(e.dtype) ?? 0) >= 32 ? x : null;
  const range = intRange(e.dtype);
  if (!range || (x >= Number(range.min) && x <= Number(range.max))) return x;
  const bits = bitsOf(e.dtype) ?? 64;
  const wrapped = e.dtype.startsWith('u') ? BigInt.asUintN(bits, BigInt(x)) : BigInt.asIntN(bits, BigInt(x));
  // Negative numbers as 64-bit ones without sign: sums with them wrap back, so the number itself is kept.
  return Number.isSafeInteger(Number(wrapped)) ? Number(wrapped) : x;
};

const compare = (op: BinaryOp, d: number | null): Value => {
  if (d === null) return null;
  switch (op) {
    case 'lt':
      return bit(d < 0);
    case 'le':
      return bit(d <= 0);
    case 'gt':
      return bit(d > 0);
    case 'ge':
      return bit(d >= 0);
    case 'eq':
      return bit(d === 0);
    default:
      return bit(d !== 0);
  }
};

const bits = (op: 'bitAnd' | 'bitOr' | 'bitXor', a: number, b: number): Value => {
  const [x, y] = [BigInt(a), BigInt(b)];
  const out = Number(op === 'bitAnd' ? x & y : op === 'bitOr' ? x | y : x ^ y);
  return Number.isSafeInteger(out) ? out : null;
};
const isPower = (n: number): boolean => n > 0 && Number.isInteger(Math.log2(n));

const binaryOf = (op: BinaryOp, a: Value, b: Value): Value => {
  switch (op) {
    case 'add':
      return plus(a, b);
    case 'sub':
      return plus(a, b, -1);
    case 'mul':
      return times(a, b);
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
    case 'eq':
    case 'ne':
      return compare(op, difference(a, b));
    case 'lAnd':
    case 'lOr': {
      const [x, y] = [truth(a), truth(b)];
      const decides = op === 'lOr';
      if (x === decides || y === decides) return bit(decides);
      return x === null || y === null ? null : bit(!decides);
    }
    case 'min':
    case 'max': {
      const d = difference(a, b);
      if (d === null) return opaque(op, a, b);
      return d < 0 === (op === 'min') ? a : b;
    }
    default:
      return a === null || b === null ? null : integerOf(op, a, b);
  }
};

const integerOf = (op: BinaryOp, a: number | Sum, b: number | Sum): Value => {
  if (typeof b === 'number' && b > 0) {
    if (op === 'bitAnd' && isPower(b + 1)) return restOf(a, b + 1) ?? opaque(op, a, b);
    if (op === 'shl' && b < 53) return times(a, 2 ** b);
    if (op === 'shr' && b < 53) return floorOf(a, 2 ** b) ?? opaque(op, a, b);
    const up = typeof a === 'number' && a < 0;
    if (op === 'floorDiv' || (op === 'roundTowards0Div' && !up)) return floorOf(a, b) ?? opaque(op, a, b);
    if (op === 'mod' || (op === 'remainder' && !up)) return restOf(a, b) ?? opaque(op, a, b);
    if (op === 'ceilDiv') return floorOf(typeof a === 'number' ? a + b - 1 : a, b) ?? opaque(op, a, b);
  }
  if (typeof a !== 'number' || typeof b !== 'number') return opaque(op, a, b);
  switch (op) {
    case 'bitAnd':
    case 'bitOr':
    case 'bitXor':
      return bits(op, a, b);
    case 'shl':
    case 'shr':
      return b === 0 ? a : null;
    case 'roundTowards0Div':
      return b === 0 ? null : Math.trunc(a / b);
    case 'remainder':
      return b === 0 ? null : a % b;
    case 'floorDiv':
      return b === 0 ? null : Math.floor(a / b);
    case 'mod':
      return b === 0 ? null : a - b * Math.floor(a / b);
    default:
      return null;
  }
};

/** A name for a value that is no sum: lanes with equal operands have equal values. */
const opaque = (op: BinaryOp, a: Value, b: Value): Value => {
  if (a === null || b === null) return null;
  const text = `${textOf(a)} ${op} ${textOf(b)}`.replaceAll('*', '·');
  return isData(a) || isData(b) || text.length < 200 ? atom(`@(${text})`) : null;
};
