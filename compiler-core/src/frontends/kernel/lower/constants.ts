/** Constants in expressions: how the IR writes one of each type, and which an expression is. */

import { bool, cast, float, int } from '../../../ir/build.ts';
import type { Expr } from '../../../ir/nodes.ts';
import { type DType, intRange, isInt } from '../../../ir/types.ts';
import type { Span } from '../../../text/span.ts';
import { INT } from '../types/fundamental.ts';
import type { EnumType, ScalarType } from '../types/types.ts';
import type { ScalarValue, Value } from './values.ts';

export type Constant = bigint | number | boolean;

/** Wraps as the machine does. */
export const wrap = (value: bigint, dtype: DType): bigint => {
  const range = intRange(dtype);
  if (range === null || (value >= range.min && value <= range.max)) return value;
  const bits = Number(dtype.replace(/\D+/, ''));
  return range.min < 0n ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
};

/** The value that a narrower float type holds; `half` and `bfloat16` are rounded when the program runs. */
export const roundFloat = (value: number, dtype: DType): number => (dtype === 'float32' ? Math.fround(value) : value);

/** `int32`, `float32` and `bool` constants stand as they are, others under a cast that gives their type. */
export const constantExpr = (value: Constant, dtype: DType, at: Span): Expr => {
  if (dtype === 'bool') return bool(typeof value === 'boolean' ? value : Number(value) !== 0, at);
  if (isInt(dtype)) {
    const number = typeof value === 'number' ? BigInt(Math.trunc(Number.isFinite(value) ? value : 0)) : BigInt(value);
    const literal = int(wrap(number, dtype), at);
    return dtype === 'int32' ? literal : cast(dtype, literal, at);
  }
  const literal = float(roundFloat(Number(value), dtype), at);
  return dtype === 'float32' ? literal : cast(dtype, literal, at);
};

/** The constant that an expression is. A cast over a literal is the literal in that type. */
export const constantOfExpr = (e: Expr): Constant | null => {
  if (e.kind === 'int' || e.kind === 'float' || e.kind === 'bool') return e.value;
  if (e.kind === 'cast' && (e.operand.kind === 'int' || e.operand.kind === 'float')) return e.operand.value;
  return null;
};

export const constantOf = (value: Value): Constant | null => {
  if (value.kind === 'variable') return constantOf(value.value);
  return value.kind === 'scalar' ? constantOfExpr(value.expr) : null;
};

/** Null where it is no integer that is known. */
export const integerOf = (value: Value): number | null => {
  const constant = constantOf(value);
  return constant === null || (typeof constant === 'number' && !Number.isInteger(constant)) ? null : Number(constant);
};

export const scalarConstant = (value: Constant, type: ScalarType | EnumType, at: Span): ScalarValue => ({
  kind: 'scalar',
  type,
  expr: constantExpr(value, type.kind === 'enum' ? type.underlying.dtype : type.dtype, at),
});
export const intConstant = (value: number, at: Span): ScalarValue => scalarConstant(BigInt(value), INT, at);
