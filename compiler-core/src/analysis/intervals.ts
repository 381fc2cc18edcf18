/** Bounds of integer expressions over iterators with known ranges: `[low, high]`, or null where nothing is known. */

import type { Expr } from '../ir/nodes.ts';
import { intRange } from '../ir/types.ts';
import { foldExpr } from '../ir/walk.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}
export type Ranges = ReadonlyMap<string, Interval | null>;

const LIMIT = 2 ** 53;
const make = (...corners: number[]): Interval | null => {
  const low = Math.min(...corners);
  const high = Math.max(...corners);
  return Number.isNaN(low + high) || Math.abs(low) > LIMIT || Math.abs(high) > LIMIT ? null : { low, high };
};

/** Contains every value the expression takes while iterators stay in their ranges. O(nodes). */
export const intervalOf = (root: Expr, ranges: Ranges): Interval | null =>
  foldExpr<Interval | null>(root, (e, parts) => {
    if (e.kind === 'int') return make(Number(e.value));
    if (e.kind === 'var') return ranges.get(e.name) ?? null;
    if (e.kind === 'cast') {
      // What fits the type is not changed.
      const [inner] = parts;
      const type = intRange(e.dtype);
      return inner && type && BigInt(inner.low) >= type.min && BigInt(inner.high) <= type.max ? inner : null;
    }
    if (e.kind !== 'binary') return null;
    const [a, b] = parts;
    if (!a || !b) return e.op === 'mod' && b && b.low > 0 ? make(0, b.high - 1) : null;
    switch (e.op) {
      case 'add':
        return make(a.low + b.low, a.high + b.high);
      case 'sub':
        return make(a.low - b.high, a.high - b.low);
      case 'mul':
        return make(a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high);
      case 'floorDiv':
        return b.low > 0 && b.low === b.high ? make(Math.floor(a.low / b.low), Math.floor(a.high / b.low)) : null;
      case 'ceilDiv':
        return b.low > 0 && b.low === b.high ? make(Math.ceil(a.low / b.low), Math.ceil(a.high / b.low)) : null;
      case 'mod':
        if (a.low === a.high && b.low === b.high && b.low > 0) return make(((a.low % b.low) + b.low) % b.low);
        return b.low > 0 ? make(0, b.high - 1) : null;
      case 'roundTowards0Div':
        if (b.low !== b.high || b.low <= 0) return null;
        return make(Math.trunc(a.low / b.low), Math.trunc(a.high / b.low));
      case 'remainder':
        if (a.low < 0 || b.low <= 0) return null;
        return a.low === a.high && b.low === b.high ? make(a.low % b.low) : make(0, Math.min(a.high, b.high - 1));
      case 'min':
        return make(Math.min(a.low, b.low), Math.min(a.high, b.high));
      case 'max':
        return make(Math.max(a.low, b.low), Math.max(a.high, b.high));
      default:
        return null;
    }
  });

/** Truth of a condition while iterators stay in their ranges; null where it depends or is not known. */
export const truthOf = (cond: Expr, ranges: Ranges): boolean | null =>
  foldExpr<boolean | null>(cond, (e, parts) => {
    if (e.kind === 'bool') return e.value;
    const [p, q] = parts;
    if (e.kind === 'unary') return e.op === 'lNot' && p !== null && p !== undefined ? !p : null;
    if (e.kind !== 'binary') return null;
    if (e.op === 'lAnd') return p === false || q === false ? false : p && q ? true : null;
    if (e.op === 'lOr') return p || q ? true : p === false && q === false ? false : null;
    const a = intervalOf(e.lhs, ranges);
    const b = intervalOf(e.rhs, ranges);
    if (!a || !b) return null;
    const point = a.low === a.high && b.low === b.high && a.low === b.low;
    const apart = a.high < b.low || b.high < a.low;
    switch (e.op) {
      case 'lt':
        return a.high < b.low ? true : a.low >= b.high ? false : null;
      case 'le':
        return a.high <= b.low ? true : a.low > b.high ? false : null;
      case 'gt':
        return a.low > b.high ? true : a.high <= b.low ? false : null;
      case 'ge':
        return a.low >= b.high ? true : a.high < b.low ? false : null;
      case 'eq':
        return point ? true : apart ? false : null;
      case 'ne':
        return point ? false : apart ? true : null;
      default:
        return null;
    }
  });
