/** Integer expressions as sums: whole multiples of things that are not sums themselves. */

import { sameExpr } from '../ir/match.ts';
import type { Expr } from '../ir/nodes.ts';

export interface LinearTerm {
  readonly atom: Expr;
  readonly coef: bigint;
}
export interface Linear {
  /** No two with equal atoms, none with factor 0. */
  readonly terms: readonly LinearTerm[];
  readonly constant: bigint;
}

const plus = (a: Linear, b: Linear, factor: bigint): Linear => {
  const terms = [...a.terms];
  for (const t of b.terms) {
    const k = terms.findIndex((x) => sameExpr(x.atom, t.atom));
    const old = terms[k];
    if (old) terms[k] = { atom: old.atom, coef: old.coef + factor * t.coef };
    else terms.push({ atom: t.atom, coef: factor * t.coef });
  }
  return { terms: terms.filter((t) => t.coef !== 0n), constant: a.constant + factor * b.constant };
};
const ZERO: Linear = { terms: [], constant: 0n };

/** O(terms²). */
export const linearOf = (e: Expr): Linear => {
  if (e.kind === 'int') return { terms: [], constant: e.value };
  if (e.kind === 'binary' && (e.op === 'add' || e.op === 'sub'))
    return plus(linearOf(e.lhs), linearOf(e.rhs), e.op === 'add' ? 1n : -1n);
  if (e.kind === 'binary' && e.op === 'mul') {
    const [a, b] = [linearOf(e.lhs), linearOf(e.rhs)];
    if (a.terms.length === 0) return plus(ZERO, b, a.constant);
    if (b.terms.length === 0) return plus(ZERO, a, b.constant);
  }
  return { terms: [{ atom: e, coef: 1n }], constant: 0n };
};
