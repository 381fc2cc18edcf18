/**
 * Index arithmetic as the affine analyses read it: conversions between integers that keep the value are left out, shifts and
 * masks by constants become products, quotients and remainders.
 *
 * Taken as given: signed index arithmetic does not overflow, and neither do sums and products of unsigned numbers
 * (`NO_OVERFLOW`). A difference of unsigned numbers may well be negative: where it is not shown to be none it stays
 * behind its conversion, which nothing looks through.
 */

import type { BinaryOp, Expr } from '../../../ir/nodes.ts';
import { printExpr } from '../../../ir/print.ts';
import { bitsOf, type DType, isInt } from '../../../ir/types.ts';

export const NO_OVERFLOW = 'index arithmetic does not overflow';

export interface IndexFacts {
  /** Whether a loop variable is never negative. */
  readonly isNatural: (iterator: string) => boolean;
  /** What a private variable or an iterator sum stands for here; null: as it is. */
  readonly resolve: (e: Expr) => Expr | null;
}

interface Plain {
  readonly e: Expr;
  readonly natural: boolean;
  readonly unsigned: boolean;
}

const MAX_DEPTH = 120;
const widthOf = (t: DType): number => bitsOf(t) ?? 0;
const isUnsigned = (t: DType): boolean => t.startsWith('uint');
const fits = (x: bigint): boolean => x >= -(2n ** 31n) && x < 2n ** 31n;
const SIZES = /^(?:global_|local_|groups_|sub_group_size)/;

export const plainIndex = (e: Expr, facts: IndexFacts): Expr => plain(e, facts, 0).e;

const int = (value: bigint, like: Expr): Expr => ({ kind: 'int', value, at: like.at });

const plain = (e: Expr, facts: IndexFacts, depth: number): Plain => {
  if (depth > MAX_DEPTH) return { e, natural: false, unsigned: false };
  const go = (x: Expr): Plain => plain(x, facts, depth + 1);
  const known = facts.resolve(e);
  if (known !== null && known !== e) return go(known);
  switch (e.kind) {
    case 'int':
      return { e, natural: e.value >= 0n, unsigned: false };
    case 'bool':
      return { e, natural: true, unsigned: false };
    case 'var':
      return { e, natural: facts.isNatural(e.name), unsigned: isUnsigned(e.dtype) };
    case 'param':
      return { e, natural: SIZES.test(e.name) || e.name.endsWith('.size'), unsigned: false };
    case 'load': {
      const unsigned = isUnsigned(e.dtype);
      return { e: { ...e, indices: e.indices.map((i) => go(i).e) }, natural: unsigned || e.dtype === 'bool', unsigned };
    }
    case 'cast':
      return conversion(e, go(e.operand));
    case 'unary': {
      const operand = go(e.operand);
      return { e: { ...e, operand: operand.e }, natural: e.op === 'abs' || e.op === 'lNot', unsigned: false };
    }
    case 'select': {
      const [then, other] = [go(e.then), go(e.else)];
      const cond = go(e.cond).e;
      const op = extreme(cond, then.e, other.e);
      if (op !== null) return binary({ kind: 'binary', op, lhs: then.e, rhs: other.e, at: e.at }, then, other);
      return {
        e: { ...e, cond, then: then.e, else: other.e },
        natural: then.natural && other.natural,
        unsigned: then.unsigned || other.unsigned,
      };
    }
    case 'intrinsic':
      return {
        e: { ...e, args: e.args.map((a) => go(a).e) },
        natural: isUnsigned(e.dtype),
        unsigned: isUnsigned(e.dtype),
      };
    case 'binary': {
      const out = binary(e, go(e.lhs), go(e.rhs));
      // The sum of two parts may be what a resolver knows by another name.
      const named = facts.resolve(out.e);
      return named === null || named === out.e ? out : { ...out, e: named };
    }
    default:
      return { e, natural: false, unsigned: false };
  }
};

const conversion = (e: Extract<Expr, { kind: 'cast' }>, inner: Plain): Plain => {
  const { dtype } = e;
  const kept = (): Plain => ({
    e: { ...e, operand: inner.e },
    natural: isUnsigned(dtype),
    unsigned: isUnsigned(dtype),
  });
  if (!isInt(dtype) || !isIntegral(inner.e)) return kept();
  const width = widthOf(dtype);
  if (width < 32 && !(inner.e.kind === 'int' && inner.e.value >= 0n && inner.e.value < 128n)) return kept();
  if (isUnsigned(dtype)) return inner.natural ? { e: inner.e, natural: true, unsigned: true } : kept();
  // There and back again.
  if (inner.e.kind === 'cast' && isUnsigned(inner.e.dtype) && widthOf(inner.e.dtype) >= 32) {
    return { e: inner.e.operand, natural: false, unsigned: false };
  }
  return { e: inner.e, natural: inner.natural, unsigned: false };
};

/** A value of which the arithmetic here speaks: no float in it. */
const isIntegral = (e: Expr): boolean => {
  switch (e.kind) {
    case 'int':
    case 'bool':
    case 'var':
    case 'param':
      return true;
    case 'load':
    case 'cast':
    case 'intrinsic':
      return isInt(e.dtype) || e.dtype === 'bool';
    case 'binary':
      return e.op !== 'realDiv' && isIntegral(e.lhs) && isIntegral(e.rhs);
    case 'unary':
      return (e.op === 'abs' || e.op === 'bitNot' || e.op === 'square') && isIntegral(e.operand);
    case 'select':
      return isIntegral(e.then) && isIntegral(e.else);
    default:
      return false;
  }
};

const MAX_SHIFT = 30n;
const COMPARISONS: ReadonlySet<BinaryOp> = new Set(['lt', 'le', 'gt', 'ge', 'eq', 'ne', 'lAnd', 'lOr']);

const binary = (e: Extract<Expr, { kind: 'binary' }>, lhs: Plain, rhs: Plain): Plain => {
  const whole: Expr = { ...e, lhs: lhs.e, rhs: rhs.e };
  const unsigned = lhs.unsigned || rhs.unsigned;
  const natural = lhs.natural && rhs.natural;
  const as = (op: BinaryOp, value: bigint, nat: boolean): Plain => ({
    e: { ...e, op, lhs: lhs.e, rhs: int(value, rhs.e) },
    natural: nat,
    unsigned,
  });
  const by = rhs.e.kind === 'int' ? rhs.e.value : null;
  if (lhs.e.kind === 'int' && by !== null) {
    const value = folded(e.op, lhs.e.value, by);
    if (value !== null && fits(value) && (!unsigned || value >= 0n))
      return { e: int(value, e), natural: value >= 0n, unsigned };
  }
  if ((e.op === 'bitAnd' || e.op === 'bitOr') && isTruth(lhs.e) && isTruth(rhs.e)) {
    const op = e.op === 'bitAnd' ? 'lAnd' : 'lOr';
    return { e: { ...e, op, lhs: withoutCast(lhs.e), rhs: withoutCast(rhs.e) }, natural: true, unsigned: false };
  }
  if (e.op === 'ne' && by === 0n && isTruth(lhs.e)) return { e: withoutCast(lhs.e), natural: true, unsigned: false };
  if (COMPARISONS.has(e.op)) return { e: whole, natural: true, unsigned: false };
  switch (e.op) {
    case 'sub': {
      const size = lhs.e.kind === 'param' && SIZES.test(lhs.e.name);
      const sure = (size && by !== null && by <= 1n) || (natural && takesAPart(lhs.e, rhs.e));
      if (!unsigned || sure) return { e: whole, natural: sure, unsigned };
      return { e: { kind: 'cast', dtype: 'uint64', operand: whole, at: e.at }, natural: true, unsigned };
    }
    case 'remainder':
      return by !== null && by > 0n && lhs.natural ? as('mod', by, true) : { e: whole, natural: lhs.natural, unsigned };
    case 'roundTowards0Div':
      return by !== null && by > 0n && lhs.natural ? as('floorDiv', by, true) : { e: whole, natural, unsigned };
    case 'shl':
      return by !== null && by >= 0n && by <= MAX_SHIFT
        ? as('mul', 1n << by, natural)
        : { e: whole, natural: false, unsigned };
    case 'shr':
      return by !== null && by >= 0n && by <= MAX_SHIFT
        ? as('floorDiv', 1n << by, natural)
        : { e: whole, natural, unsigned };
    case 'bitAnd': {
      const mask = by ?? (lhs.e.kind === 'int' ? lhs.e.value : null);
      const other = by === null ? rhs : lhs;
      if (mask === null || mask < 0n || (mask & (mask + 1n)) !== 0n)
        return { e: whole, natural: lhs.natural || rhs.natural, unsigned };
      return { e: { ...e, op: 'mod', lhs: other.e, rhs: int(mask + 1n, e) }, natural: true, unsigned };
    }
    case 'max':
      // Not negative anyway.
      if (by !== null && by <= 0n && lhs.natural) return { ...lhs, unsigned };
      return { e: whole, natural: lhs.natural || rhs.natural, unsigned };
    case 'mod':
      return { e: whole, natural: rhs.natural, unsigned };
    default:
      return { e: whole, natural, unsigned };
  }
};

/** `a > b ? a : b` and its like. */
const extreme = (cond: Expr, then: Expr, other: Expr): 'min' | 'max' | null => {
  if (cond.kind !== 'binary') return null;
  const [a, b] = [printExpr(cond.lhs), printExpr(cond.rhs)];
  const straight = a === printExpr(then) && b === printExpr(other);
  if (!straight && !(b === printExpr(then) && a === printExpr(other))) return null;
  if (cond.op === 'gt' || cond.op === 'ge') return straight ? 'max' : 'min';
  return cond.op === 'lt' || cond.op === 'le' ? (straight ? 'min' : 'max') : null;
};

const withoutCast = (e: Expr): Expr => (e.kind === 'cast' ? withoutCast(e.operand) : e);
const isTruth = (e: Expr): boolean => {
  const inner = withoutCast(e);
  return (
    inner.kind === 'bool' ||
    (inner.kind === 'unary' && inner.op === 'lNot') ||
    (inner.kind === 'binary' && COMPARISONS.has(inner.op))
  );
};

/** `a + x - x`, `a + x - x % n` and `a + 8 - 1`, of numbers that are not negative. */
const takesAPart = (from: Expr, part: Expr): boolean => {
  if (part.kind === 'int') {
    const most = (e: Expr): bigint =>
      e.kind === 'int' ? e.value : e.kind === 'binary' && e.op === 'add' ? most(e.lhs) + most(e.rhs) : 0n;
    return most(from) >= part.value;
  }
  const what = printExpr(part.kind === 'binary' && part.op === 'mod' ? part.lhs : part);
  const among = (e: Expr): boolean =>
    printExpr(e) === what || (e.kind === 'binary' && e.op === 'add' && (among(e.lhs) || among(e.rhs)));
  return among(from);
};

const folded = (op: BinaryOp, a: bigint, b: bigint): bigint | null => {
  switch (op) {
    case 'add':
      return a + b;
    case 'sub':
      return a - b;
    case 'mul':
      return a * b;
    case 'roundTowards0Div':
      return b === 0n ? null : a / b;
    case 'remainder':
      return b === 0n ? null : a % b;
    case 'shl':
      return b >= 0n && b <= MAX_SHIFT ? a << b : null;
    case 'shr':
      return b >= 0n && b <= MAX_SHIFT ? a >> b : null;
    case 'min':
      return a < b ? a : b;
    case 'max':
      return a > b ? a : b;
    case 'bitAnd':
      return a & b;
    case 'bitOr':
      return a | b;
    case 'bitXor':
      return a ^ b;
    default:
      return null;
  }
};

/** A subscript is equal to another one modulo the width of addresses: what wraps around in both is as good as what does not. */
export const withoutWrap = (e: Expr): Expr => {
  if (e.kind === 'cast' && (e.dtype === 'uint64' || e.dtype === 'uint32')) return withoutWrap(e.operand);
  if (e.kind !== 'binary' || (e.op !== 'add' && e.op !== 'sub' && e.op !== 'mul')) return e;
  return { ...e, lhs: withoutWrap(e.lhs), rhs: withoutWrap(e.rhs) };
};

/** The value of a condition between constants. */
export const constantTruth = (e: Expr): boolean | null => {
  if (e.kind === 'bool') return e.value;
  if (e.kind === 'int') return e.value !== 0n;
  if (e.kind === 'cast') return constantTruth(e.operand);
  if (e.kind === 'unary' && e.op === 'lNot') {
    const inner = constantTruth(e.operand);
    return inner === null ? null : !inner;
  }
  if (e.kind !== 'binary') return null;
  if (e.op === 'lAnd' || e.op === 'lOr') {
    const [a, b] = [constantTruth(e.lhs), constantTruth(e.rhs)];
    const decided = e.op === 'lOr';
    if (a === decided || b === decided) return decided;
    return a === null || b === null ? null : !decided;
  }
  if (e.lhs.kind !== 'int' || e.rhs.kind !== 'int') return null;
  const [a, b] = [e.lhs.value, e.rhs.value];
  switch (e.op) {
    case 'lt':
      return a < b;
    case 'le':
      return a <= b;
    case 'gt':
      return a > b;
    case 'ge':
      return a >= b;
    case 'eq':
      return a === b;
    case 'ne':
      return a !== b;
    default:
      return null;
  }
};
