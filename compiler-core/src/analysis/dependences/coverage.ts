/**
 * Whether one access accounts for every instance of another.
 *
 * `later`: D_L is inside the set of x' for which a certain instance of E comes before, on the same element, and no write
 * may stand between: each instance of L sees what E left. `earlier`: the same with the ends exchanged.
 * This under-approximates: what cannot be proved is `false`.
 */

import { type Answer, known } from '../../diag/diagnostic.ts';
import { type Budget, project, System, subset } from '../../presburger/index.ts';
import { Cell, type Part, partOf } from './cell.ts';
import type { End, Ends } from './ends.ts';
import { hasOrder, products, ties, type World, waysBefore, withoutOverwritten } from './nearest.ts';
import { type AccessPoint, type Points, writes } from './points.ts';
import { meetingOf } from './relation.ts';

export interface Coverage {
  /** Every instance of the later access comes after one of the earlier, on its element, with no write between them. */
  readonly later: boolean;
  /** Every instance of the earlier access comes before one of the later, on its element, with no write between them. */
  readonly earlier: boolean;
}

export const coverageOf = (
  earlier: AccessPoint,
  later: AccessPoint,
  points: Points,
  ends: Ends,
  budget: Budget,
): Answer<Coverage> => {
  const world: World = { points, ends, budget, serial: false };
  const e = ends.of(earlier, 'earlier');
  const l = ends.of(later, 'later');
  const ofLater = isCovered(e, l, 'later', world);
  const ofEarlier = isCovered(e, l, 'earlier', world);
  if (ofLater === 'unknown' || ofEarlier === 'unknown') return { kind: 'unknown', code: 'budget' };
  return known({ later: ofLater, earlier: ofEarlier });
};

/** Whether every instance of the `which` end has a partner at the other end. */
const isCovered = (e: End, l: End, which: 'earlier' | 'later', world: World): boolean | 'unknown' => {
  const { points, ends, budget } = world;
  const [covered, by] = which === 'later' ? [l, e] : [e, l];
  const meeting = meetingOf(e, l, points, ends, { scope: 'erase', noDeps: 'ignore' });
  if (!meeting?.comparable || by.point.kind === 'any' || covered.point.kind === 'any') return false;
  if (!meeting.common.every((loop) => hasOrder(loop, world))) return false;
  const between = (points.groups.find((g) => g.includes(e.point)) ?? []).filter(writes);
  const partners: System[] = [];
  for (const before of waysBefore(e, l, 'certain', world)) {
    const tied = ties(by, [{ end: covered, same: before.same }], world);
    if (tied === null) continue;
    const start = Cell.over([...e.names, ...l.names], true).with(
      partOf(meeting.together, true),
      before.part,
      partOf(tied, true),
    );
    const alternatives: readonly (readonly Part[])[] = products([...meeting.dims, by.domain, covered.domain]);
    for (const way of alternatives) {
      const cell = start?.with(...way);
      if (!cell) continue;
      for (const left of withoutOverwritten(cell, e, l, between, 'possible', world).cells) partners.push(left.system);
    }
  }
  // It has to hold whatever the sizes, and data that nobody writes, are.
  const constants = [...new Set(partners.flatMap((s) => [...s.variables()]))].filter((n) => covered.isConstant(n));
  const shadow = project(partners, [...covered.names, ...constants], budget);
  const all = covered.domain.map((p) => System.of(...p.constraints));
  const inside = subset(all, shadow.must, budget);
  return inside.kind === 'unknown' ? 'unknown' : inside.value;
};
