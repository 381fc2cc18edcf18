/**
 * Barrier intervals: when two accesses of one work-group may have no barrier between them, whichever items do them.
 *
 * All items of a group come to the same barriers in the same order (`barriers.ts` asks whether they do), so each access
 * happens between two of them. Access A, done in some round of the loops around it, shares an interval with B iff the
 * program has a way from A to B, or from B to A, that meets no barrier. In a structured program such a way
 *   - goes forward in one round of all common loops that contain a barrier, past statements that can be passed without
 *     one, leaves the loops that A alone stands in after their last round, and enters those of B alone in their first; or
 *   - goes once around one common loop H with a barrier: A stands behind the last barrier of H's body, B before the first,
 *     B's round is the next one, the rounds of loops around H are the same.
 * Loops without a barrier leave the rounds of both free.
 * `certain` meetings are exact: under their condition the two are in one interval. The others may miss a barrier that a
 * branch or a loop might or might not come to.
 */

import { intersect, isEq, isGe, System, type Union, variable } from '../../../presburger/index.ts';
import type { Barrier, Loop, Place, SkeletonList, SkeletonNode } from './skeleton.ts';

export type Space = 'local' | 'global';

/** One way for A, the first, and B to be in one interval. */
export interface Meeting {
  /** In A's symbols. */
  readonly leave: Union;
  /** In B's symbols. */
  readonly enter: Union;
  readonly certain: boolean;
  /** Loops of whose iterators both have the same value. */
  readonly same: ReadonlySet<string>;
  /** The loop of which B is in a later round: in the next one where `once`. */
  readonly later: { readonly loop: Loop; readonly once: boolean } | null;
  /** A barrier of the sub-group lies on every such way, or perhaps: only items of different sub-groups are not ordered. */
  readonly apart: Sub;
}

/** The condition under which control passes without a barrier; exact or too weak. */
interface Passage {
  readonly when: Union;
  readonly exact: boolean;
}
/** Whether barriers of the sub-group stand on the way. */
type Sub = 'no' | 'may' | 'must';
type Part = Passage & { readonly sub: Sub };
const stronger = (a: Sub, b: Sub): Sub =>
  a === 'must' || b === 'must' ? 'must' : a === 'may' || b === 'may' ? 'may' : 'no';
const FREE: Passage = { when: [System.universe], exact: true };
const NEVER: Passage = { when: [], exact: true };
const OPEN: Part = { ...FREE, sub: 'no' };
const isNever = (p: Passage): boolean => p.when.length === 0;
const MAX_SYSTEMS = 16;

const then = (a: Passage, b: Passage): Passage => {
  if (a === FREE || isNever(b)) return b;
  if (b === FREE || isNever(a)) return a;
  const when = intersect(a.when, b.when);
  return when.length > MAX_SYSTEMS ? { when: [System.universe], exact: false } : { when, exact: a.exact && b.exact };
};

export class Intervals {
  private readonly passages = new Map<SkeletonNode, Passage>();
  private readonly marks = new Map<SkeletonList, readonly number[]>();

  /** @param removed barriers that are taken for not there */
  constructor(
    private readonly space: Space,
    private readonly removed: ReadonlySet<Barrier> = new Set(),
  ) {}

  private stops(node: Barrier): boolean {
    if (node.scope !== 'workGroup' || this.removed.has(node)) return false;
    return node.memory === 'both' || node.memory === this.space;
  }

  private hasBarrier(node: SkeletonNode): boolean {
    return this.passage(node) !== FREE;
  }

  /** From before a node to behind it. */
  private passage(node: SkeletonNode): Passage {
    const known = this.passages.get(node);
    if (known) return known;
    const out = this.passageOf(node);
    this.passages.set(node, out);
    return out;
  }

  private passageOf(node: SkeletonNode): Passage {
    switch (node.kind) {
      case 'access':
        return FREE;
      case 'barrier':
        return this.stops(node) ? NEVER : FREE;
      case 'branch': {
        const arms = node.arms.map(({ when, list }) => ({ when, through: this.between(list, 0, list.nodes.length) }));
        if (arms.every(({ through }) => through === FREE)) return FREE;
        const when = arms.flatMap((arm) => intersect(arm.when, arm.through.when));
        const exact = arms.every(({ through }) => through.exact);
        return when.length > MAX_SYSTEMS ? { when: [System.universe], exact: false } : { when, exact };
      }
      case 'loop': {
        const through = this.between(node.list, 0, node.list.nodes.length);
        if (through === FREE) return FREE;
        const none = isNever(through) ? emptyRange(node) : null;
        return none ? { when: none, exact: true } : { when: [System.universe], exact: false };
      }
    }
  }

  /** Past the nodes from `from` on, before `to`. */
  private between(list: SkeletonList, from: number, to: number): Passage {
    let out: Passage = FREE;
    for (const k of this.marked(list)) {
      if (k >= from && k < to && !isNever(out)) out = then(out, this.passage(nodeAt(list, k)));
    }
    return out;
  }

  /** Whether a barrier that orders only a part of the group stands on the way. */
  private subIn(list: SkeletonList, from: number, to: number): Sub {
    const nodes = this.marked(list).flatMap((k) => (k >= from && k < to ? [nodeAt(list, k)] : []));
    if (nodes.some((n) => n.kind === 'barrier' && n.scope === 'subGroup' && n.stmt.kind === 'barrier')) return 'must';
    return nodes.some((node) => this.mayPartOrder(node)) ? 'may' : 'no';
  }
  private mayPartOrder(node: SkeletonNode): boolean {
    const inside = (list: SkeletonList): boolean => this.marked(list).some((k) => this.mayPartOrder(nodeAt(list, k)));
    switch (node.kind) {
      case 'access':
        return false;
      case 'barrier':
        return node.scope === 'subGroup';
      case 'branch':
        return node.arms.some(({ list }) => inside(list));
      case 'loop':
        return inside(node.list);
    }
  }

  /** Where in a list something stands that a way may not pass, or that orders a part of the group. */
  private marked(list: SkeletonList): readonly number[] {
    const known = this.marks.get(list);
    if (known) return known;
    const out: number[] = [];
    for (const [k, node] of list.nodes.entries()) {
      if (node.kind !== 'access' && (this.passage(node) !== FREE || this.mayPartOrder(node))) out.push(k);
    }
    this.marks.set(list, out);
    return out;
  }

  /** From a place out of all lists below `until`, to the end of `until` or, at the level itself, nowhere. */
  private out(place: Place, until: SkeletonList, through: 'leave' | 'enter'): Part {
    let here = place;
    let total: Passage = FREE;
    let sub: Sub = 'no';
    for (;;) {
      const [from, to] = through === 'leave' ? [here.index + 1, here.list.nodes.length] : [0, here.index];
      total = then(total, this.between(here.list, from, to));
      sub = stronger(sub, this.subIn(here.list, from, to));
      if (here.list === until || isNever(total)) return { ...total, sub };
      const { owner } = here.list;
      if (!owner) return { ...total, sub };
      if (owner.node.kind === 'loop') total = then(total, this.edge(owner.node, through));
      here = owner.place;
    }
  }

  /** That a round is the last one, or the first. */
  private edge(loop: Loop, through: 'leave' | 'enter'): Passage {
    const body = this.between(loop.list, 0, loop.list.nodes.length);
    if (body === FREE) return FREE;
    const free = !isNever(body);
    const when = free ? null : through === 'leave' ? lastRound(loop) : firstRound(loop);
    return when ? { when, exact: true } : { when: [System.universe], exact: false };
  }

  /** Ways from A, forward, to B, where A's text is not behind B's. */
  private forward(a: Place, b: Place): Meeting[] {
    const [pathA, pathB] = [pathOf(a), pathOf(b)];
    let depth = 0;
    while (
      pathA[depth + 1] &&
      pathB[depth + 1] &&
      pathA[depth]?.list === pathB[depth]?.list &&
      pathA[depth]?.index === pathB[depth]?.index &&
      pathA[depth + 1]?.list === pathB[depth + 1]?.list
    )
      depth++;
    const [atA, atB] = [pathA[depth], pathB[depth]] as [Place, Place];
    const around = loopsAround(atA.list);
    const common = around.filter((loop) => this.hasBarrier(loop));
    // Other rounds of a loop without a barrier of the group may lie behind one of the sub-group.
    const open: Part = around.some((loop) => !this.hasBarrier(loop) && this.mayPartOrder(loop))
      ? { ...OPEN, sub: 'may' }
      : OPEN;
    const out: Meeting[] = [];
    if (atA.index < atB.index || (a.list === b.list && a.index === b.index)) {
      const same = a.list === b.list && a.index === b.index;
      const leave = same ? [open] : [open, this.below(a, atA, 'leave'), this.inside(atA, atB)];
      out.push(...this.meeting(leave, same ? OPEN : this.below(b, atB, 'enter'), common, null));
    } else if (atA.index === atB.index && a.list !== b.list) {
      // Two arms of one branch: without a barrier in it, nothing orders them.
      const node = atA.list.nodes[atA.index] as SkeletonNode;
      if (!this.hasBarrier(node)) out.push(...this.meeting([open], OPEN, common, null));
    }
    return out;
  }

  /** From a place to the level of `at`, in the lists below it. */
  private below(place: Place, at: Place, through: 'leave' | 'enter'): Part {
    if (place.list === at.list) return OPEN;
    const path = pathOf(place);
    const next = path[path.findIndex((p) => p.list === at.list) + 1];
    if (!next) return OPEN;
    const rest = this.out(place, next.list, through);
    const { owner } = next.list;
    const edge = owner?.node.kind === 'loop' ? then(rest, this.edge(owner.node, through)) : rest;
    return { ...edge, sub: rest.sub };
  }

  private inside(a: Place, b: Place): Part {
    const [from, to] = [a.index + 1, b.index];
    return { ...this.between(a.list, from, to), sub: this.subIn(a.list, from, to) };
  }

  private meeting(leave: readonly Part[], enter: Part, same: readonly Loop[], later: Meeting['later']): Meeting[] {
    const first = leave.reduce<Passage>(then, FREE);
    if (isNever(first) || isNever(enter)) return [];
    const exact = first.exact && enter.exact && (later === null || (later.once && later.loop.step !== null));
    return [
      {
        leave: first.when,
        enter: enter.when,
        certain: exact,
        same: new Set(same.map((l) => l.iterator.id)),
        later,
        apart: leave.reduce<Sub>((worst, p) => stronger(worst, p.sub), enter.sub),
      },
    ];
  }

  /** Ways from A to B that go around a common loop with a barrier. */
  private around(a: Place, b: Place): Meeting[] {
    const loops = loopsAround(a.list).filter((loop) => this.hasBarrier(loop));
    const others = new Set(loopsAround(b.list));
    const common = loops.filter((loop) => others.has(loop));
    return common.flatMap((loop, k) => {
      const body = this.between(loop.list, 0, loop.list.nodes.length);
      const [leave, enter] = [this.out(a, loop.list, 'leave'), this.out(b, loop.list, 'enter')];
      return this.meeting([leave], enter, common.slice(0, k), { loop, once: isNever(body) });
    });
  }

  /** All ways for two accesses of one group to be in one interval. `backward` ones have the roles of A and B as given. */
  meetings(a: Place, b: Place): { readonly from: 'a' | 'b'; readonly meeting: Meeting }[] {
    const same = a.list === b.list && a.index === b.index;
    const forward = this.forward(a, b);
    const back = forward.length > 0 || same ? [] : this.forward(b, a);
    const out = [
      ...forward.map((meeting) => ({ from: 'a' as const, meeting })),
      ...back.map((meeting) => ({ from: 'b' as const, meeting })),
      ...this.around(a, b).map((meeting) => ({ from: 'a' as const, meeting })),
    ];
    return same ? out : [...out, ...this.around(b, a).map((meeting) => ({ from: 'b' as const, meeting }))];
  }
}

const nodeAt = (list: SkeletonList, k: number): SkeletonNode => list.nodes[k] as SkeletonNode;

const pathOf = (place: Place): Place[] => {
  const out = [place];
  for (let owner = place.list.owner; owner; owner = owner.place.list.owner) out.unshift(owner.place);
  return out;
};

/** From the outermost. */
const loopsAround = (list: SkeletonList): Loop[] => {
  const out: Loop[] = [];
  for (let owner = list.owner; owner; owner = owner.place.list.owner)
    if (owner.node.kind === 'loop') out.unshift(owner.node);
  return out;
};

/** That a loop has no round; null where that is no condition on symbols. */
const emptyRange = ({ begin, end, step }: Loop): Union | null => {
  if (step === null || step === 0 || end.length === 0) return null;
  return begin.flatMap((b) =>
    end
      .map((e) => b.when.intersect(e.when).and(step > 0 ? isGe(b.value, e.value) : isGe(e.value, b.value)))
      .filter((s) => !s.contradictory),
  );
};
const lastRound = ({ iterator, end, step }: Loop): Union | null => {
  if (step === null || step === 0 || end.length === 0) return null;
  const next = variable(iterator.id).plusConstant(step);
  return end
    .map((e) => e.when.and(step > 0 ? isGe(next, e.value) : isGe(e.value, next)))
    .filter((s) => !s.contradictory);
};
const firstRound = ({ iterator, begin, step }: Loop): Union | null => {
  if (step === null) return null;
  return begin.map((b) => b.when.and(isEq(variable(iterator.id), b.value))).filter((s) => !s.contradictory);
};
