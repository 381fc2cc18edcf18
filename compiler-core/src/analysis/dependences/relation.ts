/**
 * The pairs of instances of two accesses that touch one element, as a union of conjunctions:
 * D_E(x) and D_L(x') and index_E(x) = index_L(x'), and x = x' along the loops that separate instances of the tensor.
 * Variables of the later access have a prime; sizes, and data that cannot change in between, are the same on both sides.
 */

import { type Constraint, isEq, System, variable } from '../../presburger/index.ts';
import type { LoopScope } from '../affine/context.ts';
import type { Piece } from '../affine/convert.ts';
import { Cell, type Part, partOf } from './cell.ts';
import type { End, Ends } from './ends.ts';
import type { AccessPoint, Points } from './points.ts';

export interface RelationOptions {
  readonly scope: 'erase' | 'ignore';
  readonly noDeps: 'honour' | 'ignore';
}

/** Conjunctions beyond which conditions are left out. */
const MAX_CELLS = 128;

/** Loops around both, from the outermost. */
export const commonLoops = (a: AccessPoint, b: AccessPoint): readonly LoopScope[] => {
  let n = 0;
  while (n < a.loops.length && a.loops[n]?.stmt === b.loops[n]?.stmt) n++;
  return n === a.loops.length ? a.loops : a.loops.slice(0, n);
};

export const sameIteration = (e: End, l: End, loop: LoopScope): Constraint =>
  isEq(variable(e.name(loop.iterator.id)), variable(l.name(loop.iterator.id)));

/** When two accesses touch one element, whatever the order. */
export interface Meeting {
  readonly common: readonly LoopScope[];
  /** Equal iterations of the loops that separate instances of the tensor. */
  readonly together: readonly Constraint[];
  /** Whether subscripts were compared; else any two elements count as one. */
  readonly comparable: boolean;
  /** Per dimension the ways in which subscripts are equal. */
  readonly dims: readonly (readonly Part[])[];
}

/** Null when they never do, at sight. */
export const meetingOf = (e: End, l: End, points: Points, ends: Ends, options: RelationOptions): Meeting | null => {
  const { definition } = e.point;
  const sameTensor = definition === l.point.definition && definition.view === null;
  const own = sameTensor && definition.access === 'cache' && definition.aliasClass === null;
  const common = commonLoops(e.point, l.point);
  const together = common.filter(({ stmt }) => {
    const noDeps = options.noDeps === 'honour' && stmt.kind === 'for' ? stmt.property.noDeps : [];
    if (noDeps.includes(e.point.tensor) && noDeps.includes(l.point.tensor)) return true;
    return own && options.scope === 'erase' && points.isInside(definition.id, stmt.id);
  });
  const comparable = sameTensor && e.indices !== null && e.indices.length === l.indices?.length;
  const dims: (readonly Part[])[] = [];
  if (comparable) {
    for (const [d, es] of e.indices.entries()) {
      const ways = matches(es, l.indices[d] ?? [], ends);
      if (ways.length === 0) return null;
      dims.push(ways);
    }
  }
  return { common, together: together.map((loop) => sameIteration(e, l, loop)), comparable, dims };
};

export interface Relation {
  readonly common: readonly LoopScope[];
  readonly cells: readonly Cell[];
}

/** Null when no pair touches one element, or none in this order, at sight. */
export const relationOf = (e: End, l: End, points: Points, ends: Ends, options: RelationOptions): Relation | null => {
  const meeting = meetingOf(e, l, points, ends, options);
  if (!meeting) return null;
  const { common, together, comparable, dims } = meeting;
  // Within one iteration of everything, the order is that of the text.
  if (together.length === common.length && e.point.ordinal >= l.point.ordinal) return null;
  const occurs = (p: AccessPoint): boolean => p.kind !== 'any' && p.loops.every(({ stmt }) => stmt.kind === 'for');
  let exact = occurs(e.point) && occurs(l.point) && comparable && e.point.definition.aliasClass === null;

  // Single alternatives are taken at once; of the others as many as do not multiply too far.
  const sure: Part[] = [partOf(together, true)];
  const split: (readonly Part[])[] = [];
  let count = 1;
  for (const ways of [...dims, e.domain, l.domain].sort((a, b) => a.length - b.length)) {
    const [only] = ways;
    if (!only) return null;
    if (ways.length === 1) sure.push(only);
    else if (count * ways.length > MAX_CELLS) exact = false;
    else {
      split.push(ways);
      count *= ways.length;
    }
  }
  const start = Cell.over([...e.names, ...l.names], exact).with(...sure);
  let cells: readonly Cell[] = start ? [start] : [];
  for (const ways of split) cells = cells.flatMap((cell) => ways.flatMap((part) => cell.with(part) ?? []));
  return cells.length === 0 ? null : { common, cells };
};

/** The ways in which two subscripts can be equal. */
const matches = (es: readonly Piece[], ls: readonly Piece[], ends: Ends): readonly Part[] =>
  es.flatMap((x) =>
    ls.flatMap((y) => {
      const equal = System.of(isEq(x.value, y.value)).intersect(x.when).intersect(y.when);
      if (equal.contradictory) return [];
      return [
        partOf(
          equal.constraints,
          equal.constraints.every((c) => ends.isClean(c.expr)),
        ),
      ];
    }),
  );
