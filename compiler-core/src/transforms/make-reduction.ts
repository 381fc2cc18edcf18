/**
 * `a[i] = a[i] + x` is the update `a[i] += x`: likewise for `*`, `min`, `max`, `and`, `or`, in any place of a chain of
 * one operator. Updates with one operator may be reordered, so analyses refuse less.
 *
 * The rest of a chain keeps its order, and the element is combined last: `a[i] = x + a[i] + y` becomes `a[i] += x + y`,
 * which rounds otherwise. With `exact`, chains of floats are left alone unless the element comes first and alone.
 * O(nodes).
 */

import { binary } from '../ir/build.ts';
import { dtypeOf } from '../ir/dtype-of.ts';
import { sameExpr } from '../ir/match.ts';
import type { BinaryOp, Expr, ReduceOp, Stmt, Store } from '../ir/nodes.ts';
import { isFloat } from '../ir/types.ts';
import { mapStmt, stmtsIn, visitExpr } from '../ir/walk.ts';
import type { Caveat } from './rewrite.ts';

const OPERATORS: Readonly<Partial<Record<BinaryOp, ReduceOp>>> = {
  add: 'add',
  mul: 'mul',
  min: 'min',
  max: 'max',
  lAnd: 'lAnd',
  lOr: 'lOr',
};

export interface MakeReductionOptions {
  /** Only where the results are equal bit by bit. */
  readonly exact?: boolean;
  /** Only where nothing else of the tensor is read. */
  readonly canonicalOnly?: boolean;
}

export const makeReduction = (root: Stmt, options: MakeReductionOptions = {}): Stmt =>
  mapStmt(root, { stmt: (s) => (s.kind === 'store' ? asUpdate(s, options) : s) });

/** What rounds otherwise in the reductions that `makeReduction` makes of a program. */
export const roundings = (root: Stmt): readonly Caveat[] =>
  stmtsIn(root).flatMap((s) => {
    if (s.kind !== 'store' || asUpdate(s, {}) === s || asUpdate(s, { exact: true }) !== s) return [];
    const text = `\`${s.tensor}\` is updated with the rest of the sum, which rounds otherwise`;
    return [{ kind: 'reordered-reduction', text, at: s.at, witness: null }];
  });

/** The operands of a chain of one operator, in order. */
const chain = (e: Expr, op: BinaryOp, out: Expr[] = []): Expr[] => {
  if (e.kind === 'binary' && e.op === op) {
    chain(e.lhs, op, out);
    chain(e.rhs, op, out);
  } else out.push(e);
  return out;
};

const reads = (e: Expr, tensor: string): boolean => {
  let found = false;
  visitExpr(e, (x) => {
    found ||= x.kind === 'load' && x.tensor === tensor;
    return !found;
  });
  return found;
};

const asUpdate = (s: Store, { exact = false, canonicalOnly = false }: MakeReductionOptions): Stmt => {
  const { value } = s;
  const reduceOp = value.kind === 'binary' ? OPERATORS[value.op] : undefined;
  if (value.kind !== 'binary' || !reduceOp) return s;
  const items = chain(value, value.op);
  const same = (e: Expr): boolean =>
    e.kind === 'load' &&
    e.tensor === s.tensor &&
    e.indices.length === s.indices.length &&
    e.indices.every((i, d) => sameExpr(i, s.indices[d] as Expr));
  for (const [k, item] of items.entries()) {
    if (!same(item)) continue;
    const others = items.filter((_, j) => j !== k);
    if (canonicalOnly && others.some((o) => reads(o, s.tensor))) continue;
    if (exact && isFloat(dtypeOf(value)) && !(k === 0 && others.length === 1)) continue;
    const [first, ...rest] = others;
    if (!first) return s;
    const whole = rest.reduce((a, b) => binary(value.op, a, b, value.at), first);
    const { id, names, origin, tensor, indices, at } = s;
    return { kind: 'reduceTo', id, names, origin, tensor, indices, op: reduceOp, value: whole, atomic: false, at };
  }
  return s;
};
