/**
 * Addresses of statements: a path of steps from the root. Ids survive rewrites that keep a statement, paths survive
 * printing and parsing; tests and the user's schedules speak of names.
 */

import type { NodeId, Stmt } from './nodes.ts';
import { childStmts, ownExprs, withParts } from './walk.ts';

/** Which of the sub-statements (`childStmts`) is meant, outermost first. The root has the empty path. */
export type Path = readonly number[];

/** The statement at a path; null where the path leaves the tree. O(length). */
export const stmtAt = (root: Stmt, path: Path): Stmt | null => {
  let s: Stmt | undefined = root;
  for (const step of path) {
    s = s && childStmts(s)[step];
  }
  return s ?? null;
};

export interface Found {
  readonly stmt: Stmt;
  readonly path: Path;
}

/** Statements that satisfy a condition, in the order of the text, each with its path. O(nodes + results · depth). */
export const findAll = (root: Stmt, wanted: (s: Stmt) => boolean): Found[] => {
  const out: Found[] = [];
  interface Link {
    readonly stmt: Stmt;
    readonly up: Link | null;
    readonly step: number;
  }
  const stack: Link[] = [{ stmt: root, up: null, step: 0 }];
  for (let link = stack.pop(); link; link = stack.pop()) {
    if (wanted(link.stmt)) {
      const path: number[] = [];
      for (let l = link; l.up; l = l.up) path.push(l.step);
      out.push({ stmt: link.stmt, path: path.reverse() });
    }
    const kids = childStmts(link.stmt);
    for (let k = kids.length - 1; k >= 0; k--) stack.push({ stmt: kids[k] as Stmt, up: link, step: k });
  }
  return out;
};

export const findById = (root: Stmt, id: NodeId): Found | null => findAll(root, (s) => s.id === id)[0] ?? null;
/** All statements with a user-given name; names need not be unique. */
export const findByName = (root: Stmt, name: string): Found[] => findAll(root, (s) => s.names.includes(name));

/** The statements from the root down to the one at `path`, both included; as far as the path goes. */
export const ancestors = (root: Stmt, path: Path): Stmt[] => {
  const out = [root];
  for (const step of path) {
    const last: Stmt | undefined = out.at(-1);
    const next: Stmt | undefined = last && childStmts(last)[step];
    if (!next) break;
    out.push(next);
  }
  return out;
};

/** `root` with the statement at `path` replaced; the rest is shared. `root` itself where the path leaves the tree. */
export const replaceAt = (root: Stmt, path: Path, replacement: Stmt): Stmt => {
  const chain = ancestors(root, path);
  if (chain.length !== path.length + 1) return root;
  let now = replacement;
  for (let k = path.length - 1; k >= 0; k--) {
    const parent = chain[k] as Stmt;
    const kids = childStmts(parent).map((kid, n) => (n === path[k] ? now : kid));
    now = withParts(parent, kids, ownExprs(parent));
  }
  return now;
};
