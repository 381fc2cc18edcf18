/** Runs a query: which pairs, which levels of each, with which certainty. */

import { type Answer, known, unknown } from '../../diag/diagnostic.ts';
import { Budget, System } from '../../presburger/index.ts';
import type { SymbolTable } from '../affine/symbols.ts';
import { partners } from './buckets.ts';
import type { Cell } from './cell.ts';
import { type Alternative, disjunction, fromUnion, instanceOf } from './conditions.ts';
import { distancesOf } from './distances.ts';
import type { End, Ends } from './ends.ts';
import { withoutOverwritten } from './nearest.ts';
import { inOrder, type OrderedCell } from './order.ts';
import { type AccessPoint, commute, type Points, reads, writes } from './points.ts';
import type { Certainty, ConflictWitness, Dependence, DependenceKind, Level, Query } from './query.ts';
import { relationOf } from './relation.ts';
import { witnessOf } from './witness.ts';

/** Work of one question to the solver; what it does not decide counts as a dependence. */
const WORK_PER_QUESTION = 20_000;
/** Work of a query whose caller sets no budget: some seconds. */
const WORK_PER_QUERY = 5_000_000;

export const kindsOf = (earlier: AccessPoint, later: AccessPoint): readonly DependenceKind[] => {
  const out: DependenceKind[] = [];
  if (writes(earlier) && reads(later)) out.push('RAW');
  if (reads(earlier) && writes(later)) out.push('WAR');
  if (writes(earlier) && writes(later)) out.push('WAW');
  return out;
};

/** Work counted for a pair, whatever the solver has to do for it. */
const WORK_PER_PAIR = 20;
/** Variables of a pair beyond which its relation is not made: some sixty loops around each end. */
const MAX_VARIABLES = 160;

/**
 * All dependences that a query asks for, by the order of the earlier access. Where the budget ends, one of certainty
 * `unknown` stands for all pairs of that tensor that were not looked at.
 */
export function* search(points: Points, ends: Ends, query: Query): Generator<Dependence> {
  const run: Run = { points, ends, query, budget: query.budget ?? new Budget(WORK_PER_QUERY) };
  const { within } = query;
  const inScope = (p: AccessPoint): boolean => within === undefined || points.isInside(p.stmt.id, within);
  for (const group of points.groups) {
    if (!group.some(writes)) continue;
    const earlier = group.filter((p) => inScope(p) && (query.earlier?.(p) ?? true));
    const later = group.filter((p) => inScope(p) && (query.later?.(p) ?? true));
    yield* searchGroup(run, { earlier, later });
  }
}

function* searchGroup(run: Run, candidates: Candidates): Generator<Dependence> {
  const { query, budget, ends } = run;
  const of = partners(candidates.later);
  for (const e of candidates.earlier) {
    for (const l of of(e)) {
      const kinds = wantedKinds(e, l, query);
      if (kinds.length === 0) continue;
      const ended = budget.left < WORK_PER_PAIR;
      budget.left -= WORK_PER_PAIR;
      const size = ends.of(e, 'earlier').names.size + ends.of(l, 'later').names.size;
      if (!ended && size <= MAX_VARIABLES) {
        const found = examine(run, e, l, kinds, candidates);
        if (found) yield found;
      } else if (query.relax !== 'necessary') yield unresolved(e, l, kinds);
      if (ended) return;
    }
  }
}

/** A pair that was not looked at. */
const unresolved = (earlier: AccessPoint, later: AccessPoint, kinds: readonly DependenceKind[]): Dependence => ({
  tensor: earlier.tensor,
  kinds,
  earlier,
  later,
  certainty: 'unknown',
  levels: [
    {
      carrier: null,
      ordered: false,
      certainty: 'unknown',
      distances: () => [],
      all: () => [System.universe],
      relation: () => [System.universe],
    },
  ],
  witness: () => unknown('budget'),
});

interface Run {
  readonly points: Points;
  readonly ends: Ends;
  readonly query: Query;
  readonly budget: Budget;
}

/** The kinds of a pair that a query lets through. */
const wantedKinds = (e: AccessPoint, l: AccessPoint, query: Query): readonly DependenceKind[] => {
  if (query.reductions !== 'kept' && commute(e, l)) return [];
  if (query.pair && !query.pair(e, l)) return [];
  const kinds = kindsOf(e, l);
  return query.kinds ? kinds.filter((k) => query.kinds?.includes(k)) : kinds;
};

interface Candidates {
  readonly earlier: readonly AccessPoint[];
  readonly later: readonly AccessPoint[];
}

const examine = (
  run: Run,
  earlier: AccessPoint,
  later: AccessPoint,
  kinds: readonly DependenceKind[],
  candidates: Candidates,
): Dependence | null => {
  const { points, ends, query, budget } = run;
  const { symbols } = points;
  const e = ends.of(earlier, 'earlier');
  const l = ends.of(later, 'later');
  const filters: (readonly Alternative[])[] = [];
  if (query.directions && query.directions.length > 0) filters.push(disjunction(query.directions, e, l));
  if (query.where) filters.push(fromUnion(query.where(instanceOf(e), instanceOf(l))));
  if (filters.some((f) => f.length === 0)) return null;
  const { scope = 'erase', noDeps = 'honour', parallel = 'unordered' } = query;
  const byCarrier = new Map<string, { at: OrderedCell; parts: Part[] }>();
  const relation = relationOf(e, l, points, ends, { scope, noDeps });
  if (!relation) return null;
  for (const base of relation.cells) {
    if (query.relax === 'necessary' && !base.exact) continue;
    for (const at of inOrder(base, e, l, relation.common, symbols, parallel)) {
      for (const whole of restricted(at.cell, filters)) {
        for (const part of partsOf(run, whole, e, l, candidates)) {
          if (query.relax === 'necessary' && part.certainty !== 'must') continue;
          const key = `${at.carrier?.iterator.id ?? ''} ${at.ordered}`;
          const level = byCarrier.get(key);
          if (level) level.parts.push(part);
          else byCarrier.set(key, { at, parts: [part] });
        }
      }
    }
  }
  if (byCarrier.size === 0) return null;
  const levels = [...byCarrier.values()].map(({ at, parts }) => levelOf(at, parts, e, l, budget));
  return dependence(kinds, e, l, levels, symbols, budget);
};

/** A cell with its certainty; of the nearest accesses, what remains of it. */
const partsOf = (run: Run, cell: Cell, e: End, l: End, candidates: Candidates): readonly Part[] => {
  const { query, budget } = run;
  const certainty = certaintyOf(cell, budget);
  if (certainty === null) return [];
  if (!query.nearest) return [{ cell, certainty }];
  const between = writes(e.point)
    ? candidates.earlier.filter((w) => writes(w) && wantedKinds(w, l.point, query).length > 0)
    : candidates.later.filter((w) => writes(w) && wantedKinds(e.point, w, query).length > 0);
  const world = { ...run, serial: query.parallel === 'serial' };
  const left = withoutOverwritten(cell, e, l, between, 'certain', world);
  const part = (c: Cell): Part => ({ cell: c, certainty: certainty === 'must' && !c.exact ? 'may' : certainty });
  if (left.sure || certainty !== 'must') return left.cells.map(part);
  const real = withoutOverwritten(cell, e, l, between, 'possible', world);
  return [...real.cells.map(part), ...left.cells.map((c) => ({ cell: c, certainty: 'may' as const }))];
};

interface Part {
  readonly cell: Cell;
  readonly certainty: Certainty;
}

const restricted = (cell: Cell, filters: readonly (readonly Alternative[])[]): readonly Cell[] => {
  let cells: readonly Cell[] = [cell];
  for (const choices of filters) {
    cells = cells.flatMap((c) => choices.flatMap((a) => c.and(a.constraints, a.exact) ?? []));
  }
  return cells;
};

/** Null: no point. */
const certaintyOf = (cell: Cell, total: Budget): Certainty | null => {
  const budget = new Budget(Math.min(WORK_PER_QUESTION, Math.max(0, total.left)));
  const before = budget.left;
  const empty = cell.isEmpty(budget);
  total.left -= before - Math.max(0, budget.left);
  if (empty.kind === 'unknown') return 'unknown';
  return empty.value ? null : cell.exact ? 'must' : 'may';
};

/** What is made when it is asked for first. */
const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

const RANK: Readonly<Record<Certainty, number>> = { must: 2, may: 1, unknown: 0 };
const strongest = <T extends { readonly certainty: Certainty }>(all: readonly T[]): T =>
  all.reduce((a, b) => (RANK[b.certainty] > RANK[a.certainty] ? b : a));

const levelOf = (at: OrderedCell, parts: readonly Part[], e: End, l: End, budget: Budget): Level & LevelParts => {
  const { certainty } = strongest(parts);
  const cells = parts.map((p) => p.cell);
  return {
    carrier: at.carrier?.stmt ?? null,
    ordered: at.ordered,
    certainty,
    parts,
    distances: once(() => distancesOf(cells, e, l, budget)),
    all: once(() => cells.map((cell) => cell.system)),
    relation: once(() => parts.filter((p) => p.certainty === certainty).map((p) => p.cell.system)),
  };
};

interface LevelParts {
  readonly parts: readonly Part[];
}

const dependence = (
  kinds: readonly DependenceKind[],
  e: End,
  l: End,
  levels: readonly (Level & LevelParts)[],
  symbols: SymbolTable,
  budget: Budget,
): Dependence => {
  const best = strongest(levels);
  return {
    tensor: e.point.tensor,
    kinds,
    earlier: e.point,
    later: l.point,
    certainty: best.certainty,
    levels,
    witness: (): Answer<ConflictWitness | null> =>
      e.point.kind === 'any' || l.point.kind === 'any'
        ? known(null)
        : witnessOf(best.parts.find((p) => p.certainty === best.certainty)?.cell ?? null, e, l, symbols, budget),
  };
};
