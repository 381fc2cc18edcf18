/** Which pairs of instances change their order when a nest runs in another order. */

import type { Instance, Query } from '../analysis/dependences/index.ts';
import type { For, NodeId } from '../ir/nodes.ts';
import { type Affine, constant, isEq, isGt, isLt, System, type Union } from '../presburger/index.ts';

export interface NewOrder {
  /** The loops of the nest as they are nested afterwards. */
  readonly nest: readonly For[];
  /** Loops around the nest: instances of different iterations of these keep their order. */
  readonly around: readonly NodeId[];
  /** Definitions that afterwards stand inside a loop they were outside of: what they hold is lost between its iterations. */
  readonly sunk?: ReadonlyMap<NodeId, readonly For[]>;
}

/** The value of a loop's clock at an instance; one beside the loop runs in its first iteration. Null: not known. */
const clock = (x: Instance, loop: For): Affine | null => {
  const time = x.time(loop.id);
  if (time) return time;
  if (x.point.loops.some((l) => l.stmt.id === loop.id)) return null;
  if (loop.begin.kind !== 'int' || loop.step.kind !== 'int') return null;
  const begin = constant(Number(loop.begin.value));
  return loop.step.value > 0n ? begin : begin.negated();
};

/**
 * The pairs with the earlier instance first now, and second afterwards: with clocks `t` in the new order, those where
 * `t(earlier) > t(later)` lexicographically, in one iteration of everything around. What is not known counts as turned.
 */
export const turnedAround = ({ nest, around, sunk }: NewOrder): Query => ({
  directions: [around.map((loop) => ({ loop, direction: 'same' as const }))],
  where: (e, l) => {
    const out: System[] = [];
    let before = System.universe;
    for (const loop of nest) {
      const [a, b] = [clock(e, loop), clock(l, loop)];
      if (!a || !b) return [...out, before];
      out.push(before.and(isGt(a, b)));
      before = before.and(isEq(a, b));
    }
    const lost = lostBetween(e, l, sunk?.get(e.point.definition.id) ?? []);
    return [...out, ...lost].filter((s) => !s.contradictory);
  },
});

const lostBetween = (e: Instance, l: Instance, loops: readonly For[]): Union =>
  loops.flatMap((loop) => {
    const [a, b] = [clock(e, loop), clock(l, loop)];
    return a && b ? [System.of(isLt(a, b)), System.of(isGt(a, b))] : [System.universe];
  });
