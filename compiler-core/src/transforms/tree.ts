/** Small pieces that every rewrite uses: finding, numbering, naming, copying, replacing iterators. */

import { Builder, binary } from '../ir/build.ts';
import type { Expr, For, Func, NodeId, Origin, Stmt } from '../ir/nodes.ts';
import { ancestors, findById, type Path } from '../ir/paths.ts';
import { childStmts, mapExpr, mapStmt, ownExprs, stmtsIn, visitExpr, withParts, writtenBy } from '../ir/walk.ts';
import { type Era, type Refused, refused } from './rewrite.ts';

/** The label that messages and derived labels use: the user's, else the number. */
export const labelOf = (s: Stmt): string => s.names[0] ?? `#${s.id}`;

/** A builder whose numbers are free in `func`; new statements stand where `origin` says. */
export const builderFor = (func: Func, origin: Origin = func.origin): Builder =>
  new Builder(origin, Math.max(0, ...stmtsIn(func.body).map((s) => s.id)) + 1);

/**
 * The names of a statement that a rewrite makes out of others: `L.0` in 2022 (given as a whole), and `$split.0{L}`
 * later. Nothing is made of statements without a name, since nobody could spell it.
 */
export const derivedNames = (era: Era, early: string, late: string, sources: readonly Stmt[]): readonly string[] => {
  if (sources.every((s) => s.names.length === 0)) return [];
  return [era === '2022' ? early : `$${late}{${sources.map(labelOf).join(', ')}}`];
};

/** Adds a step to the trail of an origin, which hover and previews read. */
export const traced = (origin: Origin, step: string): Origin => ({ ...origin, trail: [...origin.trail, step] });

export interface Located<S extends Stmt = Stmt> {
  readonly stmt: S;
  readonly path: Path;
  /** From the root down to the statement, which is the last. */
  readonly chain: readonly Stmt[];
}

export const locate = (func: Func, id: NodeId): Located | null => {
  const found = findById(func.body, id);
  return found && { ...found, chain: ancestors(func.body, found.path) };
};

export const notFound = (func: Func, id: NodeId, what = 'Statement'): Refused =>
  refused('statement-not-found', func.origin.span, `${what} #${id} not found`);

/** A loop by id, or why there is none. */
export const locateLoop = (func: Func, id: NodeId): Located<For> | Refused => {
  const found = locate(func, id);
  if (!found) return notFound(func, id, 'Loop');
  const { stmt, path, chain } = found;
  if (stmt.kind !== 'for') return refused('not-a-loop', stmt.origin.span, `${labelOf(stmt)} is not a loop`);
  return { stmt, path, chain };
};
export const isRefused = <T extends object>(x: T | Refused): x is Refused => 'kind' in x && x.kind === 'refused';

/** `root` with iterator `name` replaced. Names are not hidden by inner loops (`verifyFunc`). O(nodes). */
export const replaceIterator = (root: Stmt, name: string, by: Expr): Stmt =>
  mapStmt(root, { expr: (e) => mapExpr(e, (x) => (x.kind === 'var' && x.name === name ? by : x)) });

/** Rebuilds top-down: `f` answers the replacement, or null to go on below. O(nodes); depth is bounded by memory of the call stack. */
export const replaceWhere = (root: Stmt, f: (s: Stmt) => Stmt | null): Stmt => {
  const own = f(root);
  if (own) return own;
  const kids = childStmts(root).map((s) => replaceWhere(s, f));
  return withParts(root, kids, ownExprs(root));
};

/** Where copies went, as `applied` wants it. */
export type Copies = Map<NodeId, NodeId[]>;
export const noteCopy = (copies: Copies, from: NodeId, to: NodeId): void => {
  const old = copies.get(from);
  if (old) old.push(to);
  else copies.set(from, [to]);
};

/** A copy of a tree in which every statement has a new number, and the names that `rename` makes of the old ones. O(nodes). */
export const copyTree = (
  root: Stmt,
  build: Builder,
  copies: Copies,
  rename: (names: readonly string[]) => readonly string[],
): Stmt =>
  mapStmt(root, {
    stmt: (s) => {
      const id = build.nextId();
      noteCopy(copies, s.id, id);
      return { ...s, id, names: rename(s.names) };
    },
  });
/** Names of copies: `S.0` in 2022, `$unroll.0{S}` later. */
export const suffixed =
  (era: Era, early: string, late: string) =>
  (names: readonly string[]): readonly string[] =>
    names.map((n) => (era === '2022' ? n + early : `$${late}{${n}}`));
/** The loops around a statement, from the outermost. */
export const loopsAround = (found: Located | null): readonly For[] =>
  (found?.chain.slice(0, -1) ?? []).filter((s): s is For => s.kind === 'for');

/** Whether a statement itself, not what is in it, reads or writes a tensor. */
export const touches = (s: Stmt, tensor: string): boolean => {
  let found = writtenBy(s).includes(tensor);
  for (const e of ownExprs(s)) {
    visitExpr(e, (x) => {
      found ||= x.kind === 'load' && x.tensor === tensor;
      return !found;
    });
  }
  return found;
};

/** The value of a loop's iterator in its iteration number `count`, as short as it can be: messages show it. */
export const valueAt = (loop: For, count: Expr): Expr => {
  const is = (e: Expr, n: bigint): boolean => e.kind === 'int' && e.value === n;
  const steps = is(loop.step, 1n) ? count : binary('mul', count, loop.step, loop.at);
  return is(loop.begin, 0n) ? steps : binary('add', steps, loop.begin, loop.at);
};

/** Whether an iterator occurs. */
export const mentions = (exprs: readonly Expr[], name: string): boolean => {
  let found = false;
  for (const e of exprs) {
    visitExpr(e, (x) => {
      found ||= x.kind === 'var' && x.name === name;
      return !found;
    });
  }
  return found;
};
