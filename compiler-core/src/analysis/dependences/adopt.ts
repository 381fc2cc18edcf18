/** Dependences of one version of a function as those of another with the same content. */

import type { AccessPoint, LoopStmt } from './points.ts';
import type { Dependence } from './query.ts';

/** `found` with the accesses and loops of `points`, which are the same ones in the same order. O(dependences). */
export const adopted = (
  found: readonly Dependence[],
  from: readonly AccessPoint[],
  points: readonly AccessPoint[],
): readonly Dependence[] => {
  const loops = new Map<LoopStmt, LoopStmt>();
  for (const [k, old] of from.entries()) {
    for (const [depth, { stmt }] of old.loops.entries()) {
      const now = points[k]?.loops[depth]?.stmt;
      if (now) loops.set(stmt, now);
    }
  }
  const loopOf = (old: LoopStmt): LoopStmt => loops.get(old) ?? old;
  const withLoops = <T extends { readonly loop: LoopStmt }>(all: readonly T[]): readonly T[] =>
    all.map((x) => ({ ...x, loop: loopOf(x.loop) }));
  return found.map((d) => ({
    ...d,
    earlier: points[d.earlier.ordinal] ?? d.earlier,
    later: points[d.later.ordinal] ?? d.later,
    levels: d.levels.map((level) => ({
      ...level,
      carrier: level.carrier && loopOf(level.carrier),
      distances: () => withLoops(level.distances()),
    })),
    witness: () => {
      const answer = d.witness();
      if (answer.kind === 'unknown' || answer.value === null) return answer;
      const { earlier, later } = answer.value;
      const end = (w: typeof earlier): typeof earlier => ({ ...w, iterators: withLoops(w.iterators) });
      return { ...answer, value: { ...answer.value, earlier: end(earlier), later: end(later) } };
    },
  }));
};
