/** `no_deps` of a loop made out of several. */

import { analyse } from '../analysis/dependences/index.ts';
import type { For, Func, Stmt } from '../ir/nodes.ts';
import { childStmts, ownExprs, stmtsIn, withParts } from '../ir/walk.ts';

/**
 * The tensors through which the new loop carries no dependence: those that all of the loops name, and those that some
 * name while the others carry none that the analysis finds.
 */
export const mergedNoDeps = (func: Func, loops: readonly For[]): readonly string[] => {
  const named = [...new Set(loops.flatMap((l) => l.property.noDeps))];
  if (named.length === 0) return named;
  const deps = analyse(func);
  return named.filter((tensor) =>
    loops.every(
      (loop) =>
        loop.property.noDeps.includes(tensor) ||
        deps.first({
          earlier: (p) => p.definition.name === tensor,
          directions: [[{ loop: loop.id, direction: 'different' }]],
          reductions: 'kept',
          scope: 'ignore',
        }) === null,
    ),
  );
};

/** Without tensors that are not there any more. O(nodes). */
export const withoutGone = (root: Stmt): Stmt => {
  const go = (s: Stmt, visible: ReadonlySet<string>): Stmt => {
    const inside = s.kind === 'varDef' ? new Set(visible).add(s.name) : visible;
    const kids = childStmts(s).map((k) => go(k, inside));
    const own = kids.every((k, i) => k === childStmts(s)[i]) ? s : withParts(s, kids, ownExprs(s));
    if (own.kind !== 'for' || own.property.noDeps.every((t) => visible.has(t))) return own;
    return { ...own, property: { ...own.property, noDeps: own.property.noDeps.filter((t) => visible.has(t)) } };
  };
  const named = stmtsIn(root).some((s) => s.kind === 'for' && s.property.noDeps.length > 0);
  return named ? go(root, new Set()) : root;
};
