/** Loops directly inside each other, and what stands beside them. */

import type { Builder } from '../ir/build.ts';
import type { Expr, For, Func, NodeId, Stmt, VarDef } from '../ir/nodes.ts';
import { childStmts, ownExprs, withParts } from '../ir/walk.ts';
import { constantLength } from './constant-length.ts';
import { type Caveat, type Refused, refused } from './rewrite.ts';
import { labelOf } from './tree.ts';

/**
 * The loops of a set from the outermost, where each is the first loop met inside the one before. Branches,
 * definitions and other statements may stand between them; other loops may only follow.
 */
export const nestOf = (func: Func, ids: readonly NodeId[]): readonly For[] | Refused => {
  const order: For[] = [];
  const state: { is: 'looking' | 'done' | 'broken' } = { is: 'looking' };
  const go = (s: Stmt): void => {
    if (state.is !== 'looking') return;
    if (s.kind === 'for') {
      if (ids.includes(s.id)) {
        order.push(s);
        if (order.length < ids.length) go(s.body);
        if (state.is === 'looking') state.is = 'done';
        return;
      }
      if (order.length > 0) {
        state.is = 'broken';
        return;
      }
    }
    for (const k of childStmts(s)) go(k);
  };
  go(func.body);
  if (order.length === ids.length && state.is !== 'broken') return order;
  const at = order[0]?.at ?? func.origin.span;
  return refused('not-nested', at, `loops ${ids.map((id) => `#${id}`).join(', ')} are not directly nested`);
};

export interface WithoutInner {
  readonly body: Stmt;
  /** Whether any statement stands beside the inner loop. */
  readonly beside: boolean;
  /** Definitions between the two loops, from the innermost. */
  readonly between: readonly VarDef[];
}

/**
 * The body of `outer` with `inner` replaced by `core`. Statements before and after it get the guard `first`, since
 * they ran once per iteration of `outer`. With `hoist`, definitions in between are left out of the body.
 */
export const withoutInner = (
  outer: For,
  inner: For,
  core: Stmt,
  build: Builder,
  first: Expr,
  hoist: boolean,
): WithoutInner => {
  let beside = false;
  const between: VarDef[] = [];
  const holds = (s: Stmt): boolean => s === inner || childStmts(s).some(holds);
  const go = (s: Stmt): Stmt => {
    if (s === inner) return core;
    if (s.kind === 'seq') {
      const at = s.stmts.findIndex(holds);
      const part = (stmts: readonly Stmt[]): Stmt[] => {
        const [only, ...more] = stmts;
        if (!only) return [];
        beside = true;
        return [build.ifThen(first, more.length === 0 ? only : build.seq(stmts))];
      };
      return {
        ...s,
        stmts: [...part(s.stmts.slice(0, at)), go(s.stmts[at] as Stmt), ...part(s.stmts.slice(at + 1))],
      };
    }
    const kids = childStmts(s).map((k) => (holds(k) ? go(k) : k));
    if (s.kind === 'varDef') {
      between.push(s);
      if (hoist) return kids[0] as Stmt;
    }
    return withParts(s, kids, ownExprs(s));
  };
  const body = go(outer.body);
  return { body, beside, between };
};

/** Statements that are guarded by the first iteration of a loop are lost where it has none. */
export const mayNotRun = (inner: For): readonly Caveat[] => {
  const length = constantLength(inner);
  if (length !== null && length > 0n) return [];
  const text = `statements beside ${labelOf(inner)} run in its first iteration, which may not exist`;
  return [{ kind: 'undecided', text, at: inner.at, witness: null }];
};
