/** One part of a loop's body, as fission wants it. */

import type { Builder } from '../ir/build.ts';
import type { For, NodeId, Stmt } from '../ir/nodes.ts';
import { childStmts, ownExprs, stmtsIn, visitExpr, withParts, writtenBy } from '../ir/walk.ts';
import type { Era } from './rewrite.ts';
import { type Copies, noteCopy, suffixed } from './tree.ts';

export interface PartName {
  /** `''` leaves ids and labels as they are. */
  readonly suffix: string;
  readonly late: string;
}

export interface Part {
  readonly stmt: Stmt;
  /** Old ids to new ones, of every statement of the loop; those of other parts stand for nothing. */
  readonly ids: ReadonlyMap<NodeId, NodeId>;
}

/** The loop with the statements of `keep` alone; definitions that are not used there go too. */
export const partition = (
  loop: For,
  keep: ReadonlySet<NodeId>,
  { suffix, late }: PartName,
  build: Builder,
  copies: Copies,
  era: Era,
): Part => {
  const ids = new Map<NodeId, NodeId>();
  const rename = suffix === '' ? (names: readonly string[]) => names : suffixed(era, suffix, late);
  const marked = (s: Stmt, from: Stmt): Stmt => {
    if (suffix === '') {
      ids.set(from.id, s.id);
      noteCopy(copies, from.id, s.id);
      return s;
    }
    const id = build.nextId();
    ids.set(from.id, id);
    noteCopy(copies, from.id, id);
    return { ...s, id, names: rename(s.names) };
  };
  const go = (s: Stmt): Stmt => {
    const kids = childStmts(s).map(go);
    if (!keep.has(s.id)) {
      marked(s, s);
      return { kind: 'seq', id: build.nextId(), names: [], origin: s.origin, stmts: [] };
    }
    const own = withParts(s, kids, ownExprs(s));
    if (own.kind === 'varDef' && !uses(own.body, own.name)) return marked(own.body, s);
    return marked(own, s);
  };
  return { stmt: go(loop), ids };
};

const uses = (s: Stmt, tensor: string): boolean =>
  stmtsIn(s).some((x) => {
    let found = writtenBy(x).includes(tensor);
    for (const e of ownExprs(x)) {
      visitExpr(e, (y) => {
        found ||= y.kind === 'load' && y.tensor === tensor;
        return !found;
      });
    }
    return found;
  });
