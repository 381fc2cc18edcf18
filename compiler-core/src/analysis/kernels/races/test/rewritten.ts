/** Kernels in other words, as rewrites of the IR that keep what every item does: verdicts have to be the same. */

import type { Random } from '../../../../exec/random.ts';
import type { Expr, Func, Stmt } from '../../../../ir/nodes.ts';
import { mapExpr, mapStmt } from '../../../../ir/walk.ts';

const isTrue = (e: Expr): Expr => ({ kind: 'bool', value: true, at: e.at });
const not = (e: Expr): Expr => ({ kind: 'unary', op: 'lNot', operand: e, at: e.at });
const int = (n: number, like: Expr): Expr => ({ kind: 'int', value: BigInt(n), at: like.at });

/** `a + b` as `b + a`, `a < b` as `b > a`, `2 * a` as `a * 2`. */
const commuted = (random: Random): ((e: Expr) => Expr) => {
  const flipped = { lt: 'gt', gt: 'lt', le: 'ge', ge: 'le', eq: 'eq', ne: 'ne', add: 'add', mul: 'mul' } as const;
  return (e) => {
    if (e.kind !== 'binary' || !(e.op in flipped) || random.chance(0.5)) return e;
    return { ...e, op: flipped[e.op as keyof typeof flipped], lhs: e.rhs, rhs: e.lhs };
  };
};

/** The loop from another number on. */
const shifted = (s: Stmt & { readonly kind: 'for' }, by: number): Stmt => {
  const moved = (e: Expr): Expr => ({ kind: 'binary', op: 'add', lhs: e, rhs: int(by, e), at: e.at });
  const back = (e: Expr): Expr =>
    e.kind === 'var' && e.name === s.iter ? { kind: 'binary', op: 'sub', lhs: e, rhs: int(by, e), at: e.at } : e;
  return {
    ...s,
    begin: moved(s.begin),
    end: moved(s.end),
    body: mapStmt(s.body, { expr: (e) => mapExpr(e, back) }),
  };
};

/** One of many forms of the kernel. */
export const rewritten = (func: Func, random: Random): Func => {
  const commute = commuted(random);
  const stmt = (s: Stmt): Stmt => {
    if (s.kind === 'if' && random.chance(0.5)) {
      const nothing: Stmt = { ...s, kind: 'seq', stmts: [] };
      return { ...s, cond: not(s.cond), then: s.else ?? nothing, else: s.then };
    }
    if (s.kind === 'for' && s.property.parallel === 'serial' && random.chance(0.5))
      return shifted(s, random.below(5, 1));
    if ((s.kind === 'store' || s.kind === 'seq') && random.chance(0.2))
      return { ...s, kind: 'if', cond: isTrue({ kind: 'int', value: 1n, at: s.origin.span }), then: s, else: null };
    return s;
  };
  return { ...func, body: mapStmt(func.body, { stmt, expr: (e) => mapExpr(e, commute) }) };
};
