/** Names that a piece of text assigns to, counts up or down, swaps, or takes the address of; by text, so never too few. */

import type { Expr, Node } from '../parse/ast.ts';
import { walk } from '../parse/walk.ts';

const known = new WeakMap<Node, ReadonlySet<string>>();

export const assignedNames = (root: Node): ReadonlySet<string> => {
  const before = known.get(root);
  if (before !== undefined) return before;
  const names = new Set<string>();
  walk([root], (node) => {
    assignedBy(node, names);
    return;
  });
  known.set(root, names);
  return names;
};

const counts = new WeakMap<Node, ReadonlyMap<string, number>>();

/** How often each name is assigned to or may be; a declaration's own initialiser counts not. */
export const assignedCounts = (root: Node): ReadonlyMap<string, number> => {
  const before = counts.get(root);
  if (before !== undefined) return before;
  const out = new Map<string, number>();
  walk([root], (node) => {
    const names = new Set<string>();
    assignedBy(node, names);
    for (const name of names) out.set(name, (out.get(name) ?? 0) + 1);
    return;
  });
  counts.set(root, out);
  return out;
};

/** By the node itself, not by what is in it. */
function assignedBy(node: Node, names: Set<string>): void {
  if (!('kind' in node)) return;
  const e = node as Expr;
  if (e.kind === 'assign') add(e.left, names);
  else if (
    e.kind === 'postfix' ||
    (e.kind === 'unary' && (e.operator === '++' || e.operator === '--' || e.operator === '&'))
  ) {
    add(e.operand, names);
  } else if (e.kind === 'call' && e.callee.kind === 'name' && e.callee.name.parts.at(-1)?.text === 'swap') {
    for (const argument of e.arguments) add(argument, names);
  }
}

function add(target: Expr, names: Set<string>): void {
  if (target.kind === 'name') names.add(target.name.parts[0]?.text ?? '');
  else if (target.kind === 'paren') add(target.inner, names);
  else if (target.kind === 'member') {
    if (!target.arrow) add(target.object, names);
  } else if (target.kind === 'conditional') {
    if (target.then !== null) add(target.then, names);
    add(target.else, names);
  }
}
