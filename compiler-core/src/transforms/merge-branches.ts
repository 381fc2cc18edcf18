/**
 * Joins neighbouring branches of one condition, and takes a branch that is all of a loop's or a definition's body out of
 * it, where the condition does not change in between. O(nodes · rounds).
 */

import type { Builder } from '../ir/build.ts';
import { sameExpr } from '../ir/match.ts';
import type { Expr, If, Stmt } from '../ir/nodes.ts';
import { isWall, mapStmt, stmtsIn, visitExpr, writtenBy } from '../ir/walk.ts';
import { flatten } from './simplify.ts';
import { mentions } from './tree.ts';

export const writesOf = (s: Stmt): ReadonlySet<string> => {
  const out = new Set<string>();
  for (const x of stmtsIn(s)) for (const t of writtenBy(x)) out.add(t);
  return out;
};
export const readsOf = (e: Expr): ReadonlySet<string> => {
  const out = new Set<string>();
  visitExpr(e, (x) => {
    if (x.kind === 'load') out.add(x.tensor);
    return true;
  });
  return out;
};
const changes = (s: Stmt, cond: Expr): boolean => {
  const written = writesOf(s);
  const read = [...readsOf(cond)];
  return read.some((t) => written.has(t)) || (read.length > 0 && stmtsIn(s).some(isWall));
};

const join = (a: If, b: If, build: Builder): If => {
  const other = a.else && b.else ? build.seq([a.else, b.else]) : (a.else ?? b.else);
  return { ...a, names: [], then: build.seq([a.then, b.then]), else: other };
};

const once = (root: Stmt, build: Builder): Stmt =>
  mapStmt(root, {
    stmt: (s) => {
      if (s.kind === 'seq') {
        const stmts: Stmt[] = [];
        for (const k of s.stmts) {
          const last = stmts.at(-1);
          if (last?.kind === 'if' && k.kind === 'if' && sameExpr(last.cond, k.cond) && !changes(last, k.cond)) {
            stmts[stmts.length - 1] = join(last, k, build);
          } else stmts.push(k);
        }
        return stmts.length === s.stmts.length ? s : { ...s, stmts };
      }
      const inner = s.kind === 'for' || s.kind === 'varDef' ? s.body : null;
      if (inner?.kind !== 'if' || inner.else) return s;
      if (s.kind === 'varDef') {
        return readsOf(inner.cond).has(s.name) ? s : { ...inner, then: { ...s, body: inner.then } };
      }
      if (s.kind !== 'for' || mentions([inner.cond], s.iter) || changes(inner, inner.cond)) return s;
      return { ...inner, then: { ...s, body: inner.then } };
    },
  });

const MAX_ROUNDS = 100;

export const mergeBranches = (root: Stmt, build: Builder): Stmt => {
  let now = flatten(root);
  for (let k = 0; k < MAX_ROUNDS; k++) {
    const next = flatten(once(now, build));
    if (next === now) break;
    now = next;
  }
  return now;
};
