/** Every node of a tree, the outer before the inner. */

import type { Node } from './ast.ts';

const isNode = (value: object): value is Node => 'from' in value && 'to' in value;

/** Puts what lies in `value` on the stack, the first on top. */
const pushInner = (value: object, stack: unknown[]): void => {
  if (Array.isArray(value)) {
    for (let i = value.length - 1; i >= 0; i--) stack.push(value[i]);
    return;
  }
  const bottom = stack.length;
  for (const key in value) {
    const item = (value as Readonly<Record<string, unknown>>)[key];
    if (typeof item === 'object' && item !== null) stack.push(item);
  }
  for (let i = bottom, j = stack.length - 1; i < j; i++, j--) [stack[i], stack[j]] = [stack[j], stack[i]];
};

/**
 * Calls `visit` for each node below `roots`, them included, in the order of the text; where it gives false, nothing
 * below that node is visited. Keeps its own stack, so any depth will do. O(nodes).
 */
export const walk = (roots: readonly Node[], visit: (node: Node) => boolean | undefined): void => {
  const stack: unknown[] = [...roots].reverse();
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value) && isNode(value) && visit(value) === false) continue;
    pushInner(value, stack);
  }
};
