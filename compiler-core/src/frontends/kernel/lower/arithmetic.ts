/** Arithmetic on scalars: C++'s conversions written out, constants folded with the machine's wrap. */

import { binary, bool, cast, select, unary } from '../../../ir/build.ts';
import type { BinaryOp, Expr } from '../../../ir/nodes.ts';
import { type DType, isFloat, isInt } from '../../../ir/types.ts';
import type { Span } from '../../../text/span.ts';
import { BOOL, common, INT, isFloating, promote } from '../types/fundamental.ts';
import { dtypeOfType, type EnumType, type ScalarType } from '../types/types.ts';
import { type Constant, constantExpr, constantOfExpr, roundFloat, wrap } from './constants.ts';
import { Unmodelled } from './machine.ts';
import type { ScalarValue } from './values.ts';

const isFloatType = (dtype: DType): boolean => isFloat(dtype) || dtype === 'bfloat16';

/** An expression of one element type as another; constants are converted here. */
export const convertExpr = (e: Expr, from: DType, to: DType, at: Span): Expr => {
  if (from === to) return e;
  const constant = constantOfExpr(e);
  if (constant !== null) {
    const inexact = isFloatType(from) && isInt(to) && !Number.isFinite(Number(constant));
    const narrow = from === 'float16' || from === 'bfloat16';
    if (!inexact && !narrow) return constantExpr(constant, to, at);
  }
  if (to === 'bool') return binary('ne', e, constantExpr(0n, from, at), at);
  // A widening that is undone.
  if (e.kind === 'cast' && isInt(from) && isInt(to) && constant === null) {
    const inner = e.operand;
    if (
      (inner.kind === 'var' || inner.kind === 'load' || inner.kind === 'cast') &&
      inner.dtype === to &&
      widens(to, from)
    )
      return inner;
  }
  return cast(to, e, at);
};

/** Whether every value of `from` keeps its bits in `to`, so that going there and back changes nothing. */
function widens(from: DType, to: DType): boolean {
  const bits = (dtype: DType): number => Number(dtype.replace(/\D+/g, ''));
  return isInt(from) && isInt(to) && bits(to) >= bits(from);
}

export const convert = (value: ScalarValue, to: ScalarType | EnumType, at: Span): ScalarValue => ({
  kind: 'scalar',
  type: to,
  expr: convertExpr(value.expr, dtypeOfType(value.type), dtypeOfType(to), at),
});

export const truth = (value: ScalarValue, at: Span): Expr => convert(value, BOOL, at).expr;

const OPERATORS: Readonly<Record<string, BinaryOp>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
  '==': 'eq',
  '!=': 'ne',
  '&': 'bitAnd',
  '|': 'bitOr',
  '^': 'bitXor',
  '<<': 'shl',
  '>>': 'shr',
};
const COMPARISONS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '==', '!=']);
export const isComparison = (operator: string): boolean => COMPARISONS.has(operator);

/** `a op b` of built-in types ([expr.mul] and after), for all operators but `&&`, `||` and `,`; null: not of these types. */
export const binaryScalars = (operator: string, a: ScalarValue, b: ScalarValue, at: Span): ScalarValue | null => {
  const shift = operator === '<<' || operator === '>>';
  const type = shift ? promote(a.type) : common(a.type, b.type);
  const integral = !isFloating(type);
  if (!integral && (shift || '%&|^'.includes(operator))) return null;
  const op: BinaryOp | undefined =
    operator === '/'
      ? integral
        ? 'roundTowards0Div'
        : 'realDiv'
      : operator === '%'
        ? 'remainder'
        : OPERATORS[operator];
  if (op === undefined) return null;
  // Bits of truth values stay truth values where both are.
  const left = convert(a, type, at).expr;
  const right = convert(b, type, at).expr;
  const result = isComparison(operator) ? BOOL : type;
  return { kind: 'scalar', type: result, expr: foldBinary(op, left, right, type.dtype, at) };
};

/** The operation on operands of one type, folded where both are constants, or where one changes nothing. */
export const foldBinary = (op: BinaryOp, a: Expr, b: Expr, dtype: DType, at: Span): Expr => {
  const x = constantOfExpr(a);
  const y = constantOfExpr(b);
  if (x !== null && y !== null) {
    const folded = isInt(dtype) ? foldIntegers(op, BigInt(x), BigInt(y), dtype) : foldOthers(op, x, y, dtype);
    if (folded !== null) return constantExpr(folded, typeof folded === 'boolean' ? 'bool' : dtype, at);
  }
  if (isInt(dtype)) {
    if (y === 0n && (op === 'add' || op === 'sub' || op === 'bitOr' || op === 'shl' || op === 'shr')) return a;
    if (x === 0n && (op === 'add' || op === 'bitOr')) return b;
    if (y === 1n && (op === 'mul' || op === 'roundTowards0Div')) return a;
    if (x === 1n && op === 'mul') return b;
    if ((x === 0n || y === 0n) && op === 'mul') return constantExpr(0n, dtype, at);
  }
  return binary(op, a, b, at);
};

function foldIntegers(op: BinaryOp, x: bigint, y: bigint, dtype: DType): Constant | null {
  switch (op) {
    case 'add':
      return wrap(x + y, dtype);
    case 'sub':
      return wrap(x - y, dtype);
    case 'mul':
      return wrap(x * y, dtype);
    case 'roundTowards0Div':
      return y === 0n ? null : wrap(x / y, dtype);
    case 'remainder':
      return y === 0n ? null : wrap(x % y, dtype);
    case 'bitAnd':
      return wrap(x & y, dtype);
    case 'bitOr':
      return wrap(x | y, dtype);
    case 'bitXor':
      return wrap(x ^ y, dtype);
    case 'shl':
      return y < 0n || y >= 64n ? null : wrap(x << y, dtype);
    case 'shr':
      return y < 0n || y >= 64n ? null : x >> y;
    case 'min':
      return x < y ? x : y;
    case 'max':
      return x > y ? x : y;
    default:
      return compare(op, x, y);
  }
}

function foldOthers(op: BinaryOp, a: Constant, b: Constant, dtype: DType): Constant | null {
  if (dtype !== 'float32' && dtype !== 'float64' && dtype !== 'bool') return null;
  const [x, y] = [Number(a), Number(b)];
  switch (op) {
    case 'add':
      return roundFloat(x + y, dtype);
    case 'sub':
      return roundFloat(x - y, dtype);
    case 'mul':
      return roundFloat(x * y, dtype);
    case 'realDiv':
      return roundFloat(x / y, dtype);
    case 'lAnd':
      return x !== 0 && y !== 0;
    case 'lOr':
      return x !== 0 || y !== 0;
    default:
      return compare(op, x, y);
  }
}

function compare<T extends bigint | number>(op: BinaryOp, x: T, y: T): boolean | null {
  switch (op) {
    case 'lt':
      return x < y;
    case 'le':
      return x <= y;
    case 'gt':
      return x > y;
    case 'ge':
      return x >= y;
    case 'eq':
      return x === y;
    case 'ne':
      return x !== y;
    default:
      return null;
  }
}

export const not = (cond: Expr, at: Span): Expr => {
  if (cond.kind === 'bool') return bool(!cond.value, at);
  return cond.kind === 'unary' && cond.op === 'lNot' ? cond.operand : unary('lNot', cond, at);
};
export const and = (a: Expr, b: Expr, at: Span): Expr => {
  if (a.kind === 'bool') return a.value ? b : a;
  return b.kind === 'bool' && b.value ? a : binary('lAnd', a, b, at);
};
export const or = (a: Expr, b: Expr, at: Span): Expr => {
  if (a.kind === 'bool') return a.value ? a : b;
  return b.kind === 'bool' && !b.value ? a : binary('lOr', a, b, at);
};
export const choose = (cond: Expr, a: Expr, b: Expr, at: Span): Expr =>
  cond.kind === 'bool' ? (cond.value ? a : b) : select(cond, a, b, at);

/** `-a`, `+a`, `~a`; null: not of this type. */
export const unaryScalar = (operator: string, value: ScalarValue, at: Span): ScalarValue | null => {
  if (operator === '!') return { kind: 'scalar', type: BOOL, expr: not(truth(value, at), at) };
  const type = promote(value.type);
  const { expr } = convert(value, type, at);
  if (operator === '+') return { kind: 'scalar', type, expr };
  if (operator === '~') {
    if (isFloating(type)) return null;
    const constant = constantOfExpr(expr);
    if (constant !== null) {
      return { kind: 'scalar', type, expr: constantExpr(wrap(~BigInt(constant), type.dtype), type.dtype, at) };
    }
    return { kind: 'scalar', type, expr: unary('bitNot', expr, at) };
  }
  if (operator !== '-') return null;
  const constant = constantOfExpr(expr);
  if (constant !== null && type.dtype !== 'float16' && type.dtype !== 'bfloat16') {
    const negated = typeof constant === 'bigint' ? -constant : -Number(constant);
    return { kind: 'scalar', type, expr: constantExpr(negated, type.dtype, at) };
  }
  // `-0.0 - x` keeps the sign of a zero; `0 - x` would not.
  const zero = isFloating(type) ? -0 : 0n;
  return { kind: 'scalar', type, expr: binary('sub', constantExpr(zero, type.dtype, at), expr, at) };
};

/** Size and index arithmetic: 64 bits, unsigned. */
export const asIndex = (value: ScalarValue, at: Span): Expr => {
  const { type, expr } = value;
  if (type.kind === 'scalar' && isFloating(type)) throw new Unmodelled('a subscript that is no integer', at);
  const constant = constantOfExpr(expr);
  if (constant !== null) return constantExpr(BigInt(constant), Number(constant) >= 2 ** 31 ? 'int64' : 'int32', at);
  return type.kind === 'enum' || type.dtype === 'bool' ? convert(value, INT, at).expr : expr;
};
