/** Sizes as numbers where they are constants. */

import type { Expr } from '../../../ir/nodes.ts';
import { foldExpr, mapExpr } from '../../../ir/walk.ts';
import { showExpr } from '../../affine/show.ts';

/** The value of a size; null where it is not constant or no exact number. */
export const constantSize = (e: Expr): number | null => {
  const value = foldExpr<bigint | null>(e, (x, [a = null, b = null]) => {
    if (x.kind === 'int') return x.value;
    if (x.kind === 'cast') return a;
    if (x.kind !== 'binary' || a === null || b === null) return null;
    if (x.op === 'add') return a + b;
    if (x.op === 'sub') return a - b;
    if (x.op === 'mul') return a * b;
    if (x.op === 'min') return a < b ? a : b;
    if (x.op === 'max') return a > b ? a : b;
    return (x.op === 'roundTowards0Div' || x.op === 'floorDiv') && b > 0n && a >= 0n ? a / b : null;
  });
  return value === null || value > BigInt(Number.MAX_SAFE_INTEGER) || value < 0n ? null : Number(value);
};

/** A size as the user would write it: without conversions. */
export const showSize = (e: Expr): string => showExpr(mapExpr(e, (x) => (x.kind === 'cast' ? x.operand : x)));
