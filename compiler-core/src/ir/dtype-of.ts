/**
 * Element type of an expression: the value that the compiled program computes.
 *
 * FreeTensor's rules (`upCast`; constants int32 and float32; comparisons bool), with the generated C++ where its own
 * inference differs from what runs: `/` is float32 only between integers, and `sqrt`, `exp`, `tanh` of an integer are
 * computed in double. An integer constant outside int32 is int64, as in C.
 * Cost O(nodes), no recursion.
 */

import { assertNever, type BinaryOp, type Expr } from './nodes.ts';
import { type DType, intRange, isFloat, isInt, upCast } from './types.ts';
import { foldExpr } from './walk.ts';

const COMPARISONS: ReadonlySet<BinaryOp> = new Set(['lt', 'le', 'gt', 'ge', 'eq', 'ne', 'lAnd', 'lOr']);
const INT32 = intRange('int32') ?? { min: 0n, max: 0n };

/** Comparisons and logical operators: the result is `bool` whatever the operands are. */
export const isPredicate = (op: BinaryOp): boolean => COMPARISONS.has(op);

export const dtypeOfInt = (value: bigint): DType => (value >= INT32.min && value <= INT32.max ? 'int32' : 'int64');

/** The type of `a op b` from the types of both. */
export const dtypeOfBinary = (op: BinaryOp, a: DType, b: DType): DType => {
  if (isPredicate(op)) return 'bool';
  const up = upCast(a, b);
  if (op !== 'realDiv' || isFloat(up)) return up;
  return isInt(up) || up === 'bool' ? 'float32' : up;
};

/** @returns `unknown` where a Python value, or a value that is not modelled, takes part. */
export const dtypeOf = (root: Expr): DType =>
  foldExpr<DType>(root, (e, [a = 'unknown', b = 'unknown', c = 'unknown']) => {
    switch (e.kind) {
      case 'int':
        return dtypeOfInt(e.value);
      case 'float':
        return 'float32';
      case 'bool':
        return 'bool';
      case 'param':
        return 'unknown';
      case 'var':
      case 'load':
      case 'cast':
      case 'intrinsic':
      case 'unknown':
        return e.dtype;
      case 'binary':
        return dtypeOfBinary(e.op, a, b);
      case 'unary':
        if (e.op === 'lNot') return 'bool';
        return (e.op === 'sqrt' || e.op === 'exp' || e.op === 'tanh') && (isInt(a) || a === 'bool') ? 'float64' : a;
      case 'select':
        return upCast(b, c);
      default:
        return assertNever(e);
    }
  });
