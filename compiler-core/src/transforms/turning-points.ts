/** Where a linear condition changes its truth value along an iterator. */

import { binary, int } from '../ir/build.ts';
import type { BinaryOp, Expr } from '../ir/nodes.ts';
import { printExpr } from '../ir/print.ts';
import { mentions } from './tree.ts';

/** A sum of products of one atom each; the constant has the key ''. */
type Sum = Map<string, { readonly atom: Expr; readonly coef: bigint }>;

const add = (into: Sum, key: string, atom: Expr, coef: bigint): void => {
  const now = (into.get(key)?.coef ?? 0n) + coef;
  if (now === 0n) into.delete(key);
  else into.set(key, { atom, coef: now });
};

/** Null where the expression is not linear in anything. */
const sumOf = (e: Expr, factor: bigint, into: Sum): boolean => {
  switch (e.kind) {
    case 'int':
      add(into, '', e, e.value * factor);
      return true;
    case 'var':
    case 'load':
    case 'param':
      if (e.kind === 'load' && e.dtype.startsWith('float')) return false;
      add(into, e.kind === 'var' ? e.name : printExpr(e), e, factor);
      return true;
    case 'binary':
      if (e.op === 'add') return sumOf(e.lhs, factor, into) && sumOf(e.rhs, factor, into);
      if (e.op === 'sub') return sumOf(e.lhs, factor, into) && sumOf(e.rhs, -factor, into);
      if (e.op === 'mul' && e.lhs.kind === 'int') return sumOf(e.rhs, factor * e.lhs.value, into);
      if (e.op === 'mul' && e.rhs.kind === 'int') return sumOf(e.lhs, factor * e.rhs.value, into);
      if (e.op === 'floorDiv' || e.op === 'ceilDiv' || e.op === 'mod') {
        add(into, printExpr(e), e, factor);
        return true;
      }
      return false;
    default:
      return false;
  }
};

const exprOf = (s: Sum): Expr => {
  let out: Expr | null = null;
  for (const [key, { atom, coef }] of s) {
    if (key === '') continue;
    const part = coef === 1n ? atom : binary('mul', int(coef), atom);
    out = out ? binary('add', out, part) : part;
  }
  const constant = s.get('')?.coef ?? 0n;
  if (!out) return int(constant);
  return constant === 0n ? out : binary('add', out, int(constant));
};

/** The comparisons that a condition is made of by `and`, `or` and `not`. */
const comparisons = (e: Expr): readonly Expr[] => {
  if (e.kind === 'unary' && e.op === 'lNot') return comparisons(e.operand);
  if (e.kind === 'binary' && (e.op === 'lAnd' || e.op === 'lOr')) return [...comparisons(e.lhs), ...comparisons(e.rhs)];
  return [e];
};

/**
 * With `c·i + r op 0`, for `op` one of `<`, `<=`, `>`, `>=`, `==`, `!=`: the least `i` on the other side of each bound.
 * @param fine whether a comparison may be used.
 */
export const turningPoints = (cond: Expr, iter: string, fine: (e: Expr) => boolean): readonly Expr[] => {
  const out: Expr[] = [];
  for (const e of comparisons(cond)) {
    if (e.kind !== 'binary' || !fine(e)) continue;
    const sum: Sum = new Map();
    if (!sumOf(e.lhs, 1n, sum) || !sumOf(e.rhs, -1n, sum)) continue;
    const c = sum.get(iter)?.coef;
    if (c === undefined || [...sum].some(([key, { atom }]) => key !== iter && mentions([atom], iter))) continue;
    sum.delete(iter);
    out.push(...pointsOf(e.op, c, sum));
  }
  return out;
};

const pointsOf = (op: BinaryOp, c: bigint, rest: Sum): readonly Expr[] => {
  // c·i + r <= 0 is i <= floor(-r / c) for c > 0, and i >= ceil(r / -c) for c < 0.
  const scaled = (factor: bigint, plus: bigint): Sum => {
    const s: Sum = new Map();
    for (const [key, { atom, coef }] of rest) add(s, key, atom, coef * factor);
    add(s, '', int(1), plus);
    return s;
  };
  const size = c < 0n ? -c : c;
  const quotient = (s: Sum, up: boolean, more: bigint): Expr => {
    const constant = s.get('')?.coef ?? 0n;
    if (size === 1n) add(s, '', int(1), more);
    else if ([...s.keys()].some((key) => key !== '')) {
      const whole = binary(up ? 'ceilDiv' : 'floorDiv', exprOf(s), int(size));
      return more === 0n ? whole : binary('add', whole, int(more));
    } else return int((up ? -floorOf(-constant, size) : floorOf(constant, size)) + more);
    return exprOf(s);
  };
  const upper = (plus: bigint): Expr => quotient(scaled(c > 0n ? -1n : 1n, plus), false, 1n);
  const lower = (plus: bigint): Expr => quotient(scaled(c > 0n ? -1n : 1n, plus), true, 0n);
  const positive = c > 0n;
  switch (op) {
    case 'le':
      return [positive ? upper(0n) : lower(0n)];
    case 'lt':
      return [positive ? upper(-1n) : lower(1n)];
    case 'ge':
      return [positive ? lower(0n) : upper(0n)];
    case 'gt':
      return [positive ? lower(1n) : upper(-1n)];
    case 'eq':
    case 'ne':
      return [lower(0n), upper(0n)];
    default:
      return [];
  }
};

const floorOf = (a: bigint, b: bigint): bigint => a / b - (a % b !== 0n && a < 0n ? 1n : 0n);
