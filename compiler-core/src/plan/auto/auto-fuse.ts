/**
 * Fuses neighbouring loops, which saves passes over memory and, on a GPU, kernels.
 *
 * Rule: of the loops that stand inside one loop, or inside none, each is tried with the one before it: the first is moved
 * to the second, else the second to the first; then both are fused if their lengths are the same expression. Loops inside
 * a fused one come from both and are tried in turn; where two do not fuse, the loops inside the first are.
 * @source FreeTensor of 2022, `auto_fuse`; `seed-systems.md` 1.10, pass 3
 */

import type { NodeId } from '../../ir/nodes.ts';
import type { Calls } from './calls.ts';
import { type Nest, nestsIn } from './nests.ts';

export const autoFuse = (t: Calls): void => visit(t, nestsIn(t.func.body));

const visit = (t: Calls, nests: readonly Nest[]): void => {
  let last: { id: NodeId; inner: readonly Nest[] } | null = null;
  for (const { loop, inner } of nests) {
    const here: { id: NodeId; inner: readonly Nest[] } = { id: loop.id, inner };
    if (last) {
      const before = last;
      const fused = t.tries(() => {
        [before.id, here.id] = together(t, before.id, here.id);
        here.id = t.fuse(before.id, here.id, 'neighbours of one length');
      });
      if (fused) here.inner = [...before.inner, ...inner];
      else visit(t, before.inner);
    }
    last = here;
  }
  if (last) visit(t, last.inner);
};

/** Moves one of two loops beside the other. @throws Invalid where neither way is legal */
export const together = (t: Calls, first: NodeId, second: NodeId): readonly [NodeId, NodeId] => {
  let moved = first;
  const why = 'to stand beside the loop it may be fused with';
  const down = t.tries(() => {
    moved = t.moveTo(first, 'before', second, why);
  });
  return down ? [moved, second] : [first, t.moveTo(second, 'after', first, why)];
};
