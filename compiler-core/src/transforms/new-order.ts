/** Which pairs of instances change their order when a nest runs in another order. */

import type { Instance } from '../analysis/dependences/index.ts';
import type { For, NodeId } from '../ir/nodes.ts';
import { type Affine, constant, isEq, isGt, isLt, System, type Union } from '../presburger/index.ts';
import type { Truth } from './legality.ts';
import { linearForm } from './linear-form.ts';

export interface NewOrder {
  /** The loops of the nest as they are nested afterwards. */
  readonly nest: readonly For[];
  /** Loops around the nest: instances of different iterations of these keep their order. */
  readonly around: readonly NodeId[];
  /** Definitions that afterwards stand inside a loop they were outside of: what they hold is lost between its iterations. */
  readonly sunk?: ReadonlyMap<NodeId, readonly For[]>;
}

/**
 * Two clocks of a loop that can be compared, one per instance; one beside the loop runs in its first iteration.
 * Null: not known.
 */
const clocks = (e: Instance, l: Instance, loop: For): readonly [Affine, Affine] | null => {
  const inside = (x: Instance): boolean => x.point.loops.some((o) => o.stmt.id === loop.id);
  if (!inside(e) && !inside(l)) return [constant(0), constant(0)];
  const [a, b] = [e.time(loop.id), l.time(loop.id)];
  if (inside(e) && inside(l)) return a && b ? [a, b] : null;
  const count = (x: Instance): Affine | null => (inside(x) ? x.count(loop.id) : constant(0));
  const [m, n] = [count(e), count(l)];
  if (m && n) return [m, n];
  const begin = linearForm(loop.begin)?.value;
  if (!begin?.isConstant || loop.step.kind !== 'int') return null;
  const first = loop.step.value > 0n ? begin : begin.negated();
  return [a ?? first, b ?? first];
};

/**
 * The pairs with the earlier instance first now, and second afterwards: with clocks `t` in the new order, those where
 * `t(earlier) > t(later)` lexicographically, in one iteration of everything around. What is not known counts as turned
 * in `where`, and as not turned in `surely`.
 */
export const turnedAround = ({ nest, around, sunk }: NewOrder): Truth => {
  const turned =
    (guess: boolean) =>
    (e: Instance, l: Instance): Union => {
      const out: System[] = [];
      let before = System.universe;
      for (const loop of nest) {
        const pair = clocks(e, l, loop);
        if (!pair) return guess ? [...out, before] : out;
        out.push(before.and(isGt(...pair)));
        before = before.and(isEq(...pair));
      }
      const lost = (sunk?.get(e.point.definition.id) ?? []).flatMap((loop) => {
        const pair = clocks(e, l, loop);
        if (!pair) return guess ? [System.universe] : [];
        return [System.of(isLt(...pair)), System.of(isGt(...pair))];
      });
      return [...out, ...lost].filter((s) => !s.contradictory);
    };
  return {
    directions: [around.map((loop) => ({ loop, direction: 'same' as const }))],
    where: turned(true),
    surely: turned(false),
  };
};
