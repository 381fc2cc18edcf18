/** Exact integer value of a size expression, for shapes that are needed before anything runs. */

import type { Expr } from '../ir/nodes.ts';
import { foldExpr } from '../ir/walk.ts';

const floorDiv = (a: bigint, b: bigint): bigint => a / b - (a % b !== 0n && a < 0n !== b < 0n ? 1n : 0n);

/** `Math.min` has no bigints. */
const lesser = (a: bigint, b: bigint): bigint => {
  if (b < a) return b;
  return a;
};

/**
 * @param symbol Value of a symbol, or of a load from the named tensor at the given indices; null where there is none.
 * @returns null where the value is not an integer, is not known, or would divide by zero. O(nodes).
 */
export const evalInt = (
  root: Expr,
  symbol: (e: Extract<Expr, { kind: 'param' | 'load' | 'var' }>, indices: readonly bigint[]) => bigint | null,
): bigint | null =>
  foldExpr<bigint | null>(root, (e, parts) => {
    if (parts.some((p) => p === null)) return null;
    const [a = 0n, b = 0n] = parts as readonly bigint[];
    switch (e.kind) {
      case 'int':
        return e.value;
      case 'param':
      case 'var':
      case 'load':
        return symbol(e, parts as readonly bigint[]);
      case 'binary':
        switch (e.op) {
          case 'add':
            return a + b;
          case 'sub':
            return a - b;
          case 'mul':
            return a * b;
          case 'min':
            return lesser(a, b);
          case 'max':
            return -lesser(-a, -b);
          case 'floorDiv':
            return b === 0n ? null : floorDiv(a, b);
          case 'ceilDiv':
            return b === 0n ? null : -floorDiv(-a, b);
          case 'roundTowards0Div':
            return b === 0n ? null : a / b;
          case 'mod':
            return b === 0n ? null : a - floorDiv(a, b) * b;
          case 'remainder':
            return b === 0n ? null : a % b;
          default:
            return null;
        }
      default:
        return null;
    }
  });
