/** Every node of a tree, the outer before the inner. */

import type { Node } from './ast.ts';

const isNode = (value: object): value is Node => 'from' in value && 'to' in value;

/**
 * Calls `visit` for each node below `roots`, them included, in the order of the text; where it gives false, nothing
 * below that node is visited. Keeps its own stack, so any depth will do. O(nodes).
 */
export const walk = (roots: readonly Node[], visit: (node: Node) => boolean | undefined): void => {
  const stack: unknown[] = [...roots].reverse();
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (isNode(value) && visit(value) === false) continue;
    const inner = Object.values(value).filter((item) => typeof item === 'object' && item !== null);
    for (let i = inner.length - 1; i >= 0; i--) stack.push(inner[i]);
  }
};
