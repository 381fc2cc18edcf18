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

/** By the node itself, not by what is in it. */
export function assignedBy(node: Node, names: Set<string>): void {
  if (!('kind' in node)) return;
  const e = node as Expr;
  if (e.kind === 'assign') rootNames(e.left, names);
  else if (
    e.kind === 'postfix' ||
    (e.kind === 'unary' && (e.operator === '++' || e.operator === '--' || e.operator === '&'))
  ) {
    rootNames(e.operand, names);
  } else if (e.kind === 'call' && e.callee.kind === 'name' && e.callee.name.parts.at(-1)?.text === 'swap') {
    for (const argument of e.arguments) rootNames(argument, names);
  }
}

/** Variables of which a node assigns an element: `r[0] = n` changes a range, not a pointer. */
export function elementsAssignedBy(node: Node, names: Set<string>): void {
  if (!('kind' in node)) return;
  const e = node as Expr;
  const target = e.kind === 'assign' ? e.left : e.kind === 'postfix' || e.kind === 'unary' ? e.operand : null;
  if (target?.kind === 'subscript' && (e.kind !== 'unary' || /^(?:\+\+|--|&)$/.test(e.operator)))
    rootNames(target.object, names);
}

/** The variables that an lvalue is part of. */
export function rootNames(target: Expr, names: Set<string>): void {
  if (target.kind === 'name') names.add(target.name.parts[0]?.text ?? '');
  else if (target.kind === 'paren') rootNames(target.inner, names);
  else if (target.kind === 'member') {
    if (!target.arrow) rootNames(target.object, names);
  } else if (target.kind === 'conditional') {
    if (target.then !== null) rootNames(target.then, names);
    rootNames(target.else, names);
  }
}
