/** Maps over a tree that know which definition a name means. */

import type { Expr, NodeId, Stmt } from '../ir/nodes.ts';
import { childStmts, ownExprs, withParts } from '../ir/walk.ts';

interface Maps {
  readonly expr: (e: Expr) => Expr;
  /** Sees a statement whose parts are mapped already. */
  readonly stmt: (s: Stmt) => Stmt;
}

/** `maps` is asked anew inside each definition, with the definitions that are visible there. O(nodes). */
export const mapWithNames = (root: Stmt, maps: (defs: (tensor: string) => NodeId | undefined) => Maps): Stmt => {
  const go = (s: Stmt, visible: ReadonlyMap<string, NodeId>, m: Maps): Stmt => {
    const inner = s.kind === 'varDef' ? new Map(visible).set(s.name, s.id) : visible;
    const below = s.kind === 'varDef' ? maps((t) => inner.get(t)) : m;
    const kids = childStmts(s).map((k) => go(k, inner, below));
    return m.stmt(withParts(s, kids, ownExprs(s).map(m.expr)));
  };
  return go(
    root,
    new Map(),
    maps(() => undefined),
  );
};
