/**
 * Value-based dependences: the pairs (E, L) that remain when every W with E < W < L on the same element takes away those
 * it stands between. { (x, x') in R } minus { (x, x') : exists y : y in D_W, index_W(y) = index_L(x'), x < y < x' }.
 *
 * What `certain` takes away is certainly overwritten, so that too much may remain; what `possible` takes away may be
 * overwritten, so that all that remains is real.
 * Source: P. Feautrier, "Dataflow analysis of array and scalar references", IJPP 1991, by subtraction instead of a
 * lexicographic maximum.
 */

import { type Budget, type Constraint, isEq, project, System, type Union, variable } from '../../presburger/index.ts';
import type { LoopScope } from '../affine/context.ts';
import { type Cell, type Part, partOf } from './cell.ts';
import { type End, type Ends, unprimed } from './ends.ts';
import { directionOf, isParallel, iterationBefore } from './order.ts';
import type { AccessPoint, Points } from './points.ts';
import { commonLoops, meetingOf, sameIteration } from './relation.ts';

export type Mode = 'certain' | 'possible';

export interface World {
  readonly points: Points;
  readonly ends: Ends;
  readonly budget: Budget;
  /** Whether parallel loops count as serial ones. */
  readonly serial: boolean;
}

interface InOrder {
  readonly part: Part;
  /** Loops of which the iterations are the same. */
  readonly same: readonly LoopScope[];
}

/** Whether iterations of the loop run in an order that is known. */
export const hasOrder = (loop: LoopScope, { serial }: World): boolean =>
  (serial || !isParallel(loop)) && directionOf(loop) !== 0;

/** The ways in which `a` comes before `b`. */
export const waysBefore = (a: End, b: End, mode: Mode, world: World): readonly InOrder[] => {
  const out: InOrder[] = [];
  const same: LoopScope[] = [];
  const equal: Constraint[] = [];
  for (const loop of commonLoops(a.point, b.point)) {
    if (hasOrder(loop, world) || mode === 'possible') {
      for (const before of iterationBefore(a, b, loop)) {
        out.push({ part: partOf([...equal, before], true), same: [...same] });
      }
    }
    if (!world.serial && isParallel(loop) && mode === 'possible') {
      for (const after of iterationBefore(b, a, loop))
        out.push({ part: partOf([...equal, after], true), same: [...same] });
    }
    equal.push(sameIteration(a, b, loop));
    same.push(loop);
  }
  if (a.point.ordinal < b.point.ordinal) out.push({ part: partOf(equal, true), same });
  return out;
};

/**
 * Equations between data that one end reads and the same data at another, which is in the same iterations of `same`.
 * @returns null when some of the first end's data is not determined by the others.
 */
export const ties = (
  of: End,
  to: readonly { readonly end: End; readonly same: readonly LoopScope[] }[],
  { points: { symbols } }: World,
): readonly Constraint[] | null => {
  const out: Constraint[] = [];
  for (const name of of.names) {
    const id = unprimed(name);
    const { kind, variesWith } = symbols.get(id);
    if (kind !== 'data' || variesWith?.size === 0) continue;
    const other = to.find(
      ({ end, same }) =>
        end.names.has(end.name(id)) &&
        variesWith &&
        [...variesWith].every((v) => same.some((s) => s.iterator.id === v)),
    );
    if (!other) return null;
    out.push(isEq(variable(name), variable(other.end.name(id))));
  }
  return out;
};

/** Every choice of one part from each list. */
export const products = (lists: readonly (readonly Part[])[]): readonly (readonly Part[])[] => {
  let all: readonly (readonly Part[])[] = [[]];
  for (const list of lists) all = all.flatMap((a) => list.map((b) => [...a, b]));
  return all;
};

/** Pieces beyond which no more is taken away. */
const MAX_PIECES = 48;

/** What remains of a cell when what stands between is taken away. `sure`: nothing had to be left undecided. */
export const withoutOverwritten = (
  start: Cell,
  e: End,
  l: End,
  between: readonly AccessPoint[],
  mode: Mode,
  world: World,
): { readonly cells: readonly Cell[]; readonly sure: boolean } => {
  let cells: readonly Cell[] = [start];
  let sure = true;
  for (const point of between) {
    const { taken, whole } = takenBy(start, e, l, point, mode, world);
    sure &&= whole;
    for (const gone of taken) {
      const left = cells.flatMap((cell) =>
        gone.negate().flatMap((outside) => cell.with(world.ends.part(outside)) ?? []),
      );
      const rest = left.filter((cell) => !isSurelyEmpty(cell, world.budget));
      if (rest.length > MAX_PIECES) {
        sure = false;
        if (mode === 'possible') return { cells: [], sure };
        continue;
      }
      cells = rest;
      if (cells.length === 0) return { cells, sure };
    }
  }
  return { cells, sure };
};

/** The pairs that one write stands between. */
const takenBy = (
  start: Cell,
  e: End,
  l: End,
  point: AccessPoint,
  mode: Mode,
  world: World,
): { readonly taken: Union; readonly whole: boolean } => {
  const { points, ends, budget } = world;
  const w = ends.of(point, 'between');
  const options = { scope: 'erase', noDeps: 'ignore' } as const;
  const withLater = meetingOf(w, l, points, ends, options);
  const withEarlier = meetingOf(e, w, points, ends, options);
  if (!withLater || !withEarlier) return { taken: [], whole: true };
  if (mode === 'certain' && (!withLater.comparable || point.kind === 'any')) return { taken: [], whole: false };
  // Sizes have one value, whoever reads them.
  const constants = [...w.names].filter((n) => w.isConstant(n));
  const base = start.over(constants);
  const keep = [...e.names, ...l.names, ...constants];
  const wide = base.over([...w.names]).with(partOf(withEarlier.together, true), partOf(withLater.together, true));
  if (!wide) return { taken: [], whole: true };
  const taken: System[] = [];
  let whole = [...withEarlier.common, ...withLater.common].every((loop) => hasOrder(loop, world));
  const ways = products([...withLater.dims, w.domain]);
  for (const before of waysBefore(e, w, mode, world)) {
    const first = wide.with(before.part);
    if (!first) continue;
    for (const after of waysBefore(w, l, mode, world)) {
      const second = first.with(after.part);
      if (!second) continue;
      const tied = ties(
        w,
        [
          { end: l, same: after.same },
          { end: e, same: before.same },
        ],
        world,
      );
      for (const way of ways) {
        const inner = second.with(partOf(tied ?? [], true), ...way);
        if (!inner || isSurelyEmpty(inner, budget)) continue;
        if (mode === 'certain' && tied === null) {
          whole = false;
          continue;
        }
        if (way.every((p) => p.others.length === 0)) {
          taken.push(System.of(...inner.shadowBeyond(base)));
          continue;
        }
        const all = [
          withEarlier.together,
          withLater.together,
          before.part.constraints,
          after.part.constraints,
          tied ?? [],
        ];
        const shadow = project([System.of(...all.flat(), ...way.flatMap((p) => p.constraints))], keep, budget);
        whole &&= shadow.exact;
        taken.push(...(mode === 'certain' ? shadow.must : shadow.may));
      }
    }
  }
  return { taken, whole };
};

const isSurelyEmpty = (cell: Cell, budget: Budget): boolean => {
  const empty = cell.isEmpty(budget);
  return empty.kind === 'known' && empty.value;
};
