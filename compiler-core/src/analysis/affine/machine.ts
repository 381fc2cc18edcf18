/**
 * Integers of a machine: what an affine form is worth once it is put into a type of so many bits.
 *
 * Where the value provably fits it stays. Unsigned values wrap: below 0 and just above the greatest value there is a case
 * for each. Where only sizes and work-items could be too large it is taken that they are not, and that is noted; so is
 * signed arithmetic, whose overflow is undefined. Anything else has no affine value.
 * @source ISO C++20 [basic.fundamental] 6.8.2, [conv.integral] 7.3.9; [expr.shift] 7.6.7.
 */

import type { BinaryOp } from '../../ir/nodes.ts';
import { type DType, intRange } from '../../ir/types.ts';
import {
  type Affine,
  constant,
  floorDiv,
  type Int,
  isGe,
  isGt,
  isLe,
  isLt,
  mod,
  System,
} from '../../presburger/index.ts';
import { add, fromBigInt, neg, sub } from '../../presburger/int.ts';
import type { Piece } from './convert.ts';
import { isWithin, type Range } from './ranges.ts';
import type { SymbolTable } from './symbols.ts';

/** Called with a value that is taken to fit. */
type Note = (value: Affine) => void;

/** The values of an integer type; null for the others. */
export const rangeOfType = (dtype: DType): { readonly low: Int; readonly high: Int } | null => {
  if (dtype === 'bool') return { low: 0, high: 1 };
  const range = intRange(dtype);
  return range && { low: fromBigInt(range.min), high: fromBigInt(range.max) };
};

/** What decides if a value that may not fit is taken to fit, or to wrap around. */
export type Need =
  /** Undefined where it does not fit. */
  | 'signed arithmetic'
  /** Wraps where it does not fit. */
  | 'wraps'
  /** The size of something that exists. */
  | 'size';

const whole = (value: Affine): Piece => ({ when: System.universe, value });

/** The value in the type, by cases; null where it is not affine. */
export const fit = (a: Affine, dtype: DType, need: Need, symbols: SymbolTable, note: Note): readonly Piece[] | null => {
  const type = rangeOfType(dtype);
  if (!type) return [whole(a)];
  const range = symbols.rangeOf(a);
  if (isWithin(range, type)) return [whole(a)];
  if (need !== 'wraps' && (need === 'size' || type.low < 0)) {
    note(a);
    return [whole(a)];
  }
  const span = add(sub(type.high, type.low), 1);
  const { low, high } = range;
  const ids = [...a.variables()];
  const sized = ids.some((v) => symbols.hasSize(v));
  // Where numbers alone make an unsigned value wrap, it is meant to: as hashes do.
  const open = sized || type.low < 0 || low === null || high === null;
  const known = ids.every((v) => symbols.isPlain(v)) && open;
  const below = low === null || low < type.low;
  const above = high === null || high > type.high;
  const out: Piece[] = [];
  const inside = [];
  if (below) {
    // A signed type is entered from below by large negative numbers only: by sizes that are taken to be smaller.
    const wraps = type.low === 0 && low !== null && low >= neg(span);
    if (wraps) out.push({ when: System.of(isLt(a, constant(0))), value: a.plusConstant(span) });
    else if (known) note(a);
    else return null;
    if (wraps) inside.push(isGe(a, constant(0)));
  }
  if (above) {
    const wraps = high !== null && high <= add(type.high, span) && !(known && (sized || type.low < 0));
    if (wraps) out.push({ when: System.of(isGt(a, constant(type.high))), value: a.plusConstant(neg(span)) });
    else if (known) note(a);
    else return null;
    if (wraps) inside.push(isLe(a, constant(type.high)));
  }
  return [{ when: System.of(...inside), value: a }, ...out].filter((p) => !p.when.contradictory);
};

/** `k` where the number is 2^k. */
const exponentOf = (n: Int): number | null => {
  const b = BigInt(n);
  return b > 0n && (b & (b - 1n)) === 0n ? b.toString(2).length - 1 : null;
};
const power = (k: number): Int => fromBigInt(1n << BigInt(k));

/** The low `k` bits are 0 in every value. */
const hasLowZeros = (a: Affine, k: number): boolean =>
  [a.constant, ...a.terms.map((t) => t.coef)].every((c) => BigInt(c) % (1n << BigInt(k)) === 0n);

/** The least number of bits that holds the values of a range that is not negative. */
const bitsFor = ({ low, high }: Range): number | null =>
  low === null || high === null || low < 0 ? null : BigInt(high).toString(2).length;

/**
 * Bit operations and shifts as affine cases, before the result is put into its type; null where they are not affine.
 * `other` makes a symbol for a value that is only known by bounds.
 */
export const bitwise = (
  op: BinaryOp,
  a: Affine,
  b: Affine,
  bits: number,
  symbols: SymbolTable,
  other: () => Affine,
): readonly Piece[] | null => {
  const [ra, rb] = [symbols.rangeOf(a), symbols.rangeOf(b)];
  const positive = (r: Range): boolean => r.low !== null && r.low >= 0;
  /** A new value from 0 to what is known of both operands. */
  const between = (high: Int | null): Affine => {
    const v = other();
    for (const id of v.variables()) symbols.limit(id, { low: 0, high });
    return v;
  };
  switch (op) {
    case 'shl': {
      if (!b.isConstant || b.constant < 0 || b.constant >= bits) return null;
      return [whole(a.times(power(Number(b.constant))))];
    }
    case 'shr': {
      if (b.isConstant && b.constant >= 0 && b.constant < bits) return [whole(floorDiv(a, power(Number(b.constant))))];
      if (!positive(ra)) return null;
      const v = between(ra.high);
      return [{ when: System.of(isGe(v, constant(0)), isLe(v, a)), value: v }];
    }
    case 'bitAnd': {
      if (a.isConstant && b.isConstant) {
        return [whole(constant(fromBigInt(BigInt(a.constant) & BigInt(b.constant))))];
      }
      const [x, mask] = a.isConstant ? [b, a] : [a, b];
      if (mask.isConstant) {
        const low = exponentOf(add(mask.constant, 1));
        if (low !== null) return [whole(mod(x, power(low)))];
        // All bits but the lowest k, as a negative number or as one of the type's.
        const rest = exponentOf(mask.constant < 0 ? neg(mask.constant) : sub(power(bits), mask.constant));
        if (rest !== null) return [whole(x.minus(mod(x, power(rest))))];
      }
      if (!positive(ra) && !positive(rb)) return null;
      const v = between(positive(ra) ? (positive(rb) && rb.high !== null ? rb.high : ra.high) : rb.high);
      const bounds = [isGe(v, constant(0))];
      if (positive(ra)) bounds.push(isLe(v, a));
      if (positive(rb)) bounds.push(isLe(v, b));
      return [{ when: System.of(...bounds), value: v }];
    }
    case 'bitOr':
    case 'bitXor': {
      if (a.isConstant && b.isConstant) {
        const [x, y] = [BigInt(a.constant), BigInt(b.constant)];
        return [whole(constant(fromBigInt(op === 'bitOr' ? x | y : x ^ y)))];
      }
      const [wa, wb] = [bitsFor(ra), bitsFor(rb)];
      if ((wb !== null && hasLowZeros(a, wb)) || (wa !== null && hasLowZeros(b, wa))) return [whole(a.plus(b))];
      if (!positive(ra) || !positive(rb)) return null;
      const v = between(wa !== null && wb !== null ? sub(power(Math.max(wa, wb)), 1) : null);
      const bounds = [isGe(v, constant(0)), isLe(v, a.plus(b))];
      if (wa !== null && wb !== null) bounds.push(isLt(v, constant(power(Math.max(wa, wb)))));
      if (op === 'bitOr') bounds.push(isGe(v, a), isGe(v, b));
      return [{ when: System.of(...bounds), value: v }];
    }
    default:
      return null;
  }
};

/**
 * `a / d` and the remainder of a divisor that is no constant, where `a >= 0` and `d >= 1`: with q the quotient,
 * `a = q * d + r` and `0 <= r < d`. A quotient of 0 divisors has no value, and nothing after it runs.
 */
export const symbolicDivision = (
  a: Affine,
  d: Affine,
  product: (q: Affine, d: Affine) => Affine | null,
  quotient: () => Affine,
): { readonly quotient: Piece; readonly remainder: Piece } | null => {
  const q = quotient();
  const whole = product(q, d);
  if (!whole) return null;
  const rest = a.minus(whole);
  const when = System.of(
    isGe(a, constant(0)),
    isGe(d, constant(1)),
    isGe(q, constant(0)),
    isLe(q, a),
    isGe(rest, constant(0)),
    isLt(rest, d),
  );
  return { quotient: { when, value: q }, remainder: { when, value: rest } };
};
