/** How far apart the iterations of two instances are along each loop around both. */

import { type Budget, extremes, type Int, isEq, variable } from '../../presburger/index.ts';
import { directionOf } from './order.ts';
import type { LoopDistance } from './query.ts';
import { type Cell, commonLoops, type End } from './relation.ts';

/** Later minus earlier in the order of execution, over all cells. */
export const distancesOf = (cells: readonly Cell[], e: End, l: End, budget: Budget): readonly LoopDistance[] =>
  commonLoops(e.point, l.point).map((loop) => {
    const [x, y] = [e.name(loop.iterator.id), l.name(loop.iterator.id)];
    let min = Infinity;
    let max = -Infinity;
    for (const cell of cells) {
      const range = rangeOf(cell, x, y, budget);
      min = Math.min(min, range.min);
      max = Math.max(max, range.max);
    }
    const sign = directionOf(loop);
    if (sign === 0) return { loop: loop.stmt, ...described(-Infinity, Infinity, cells, x, y, budget) };
    const [low, high] = sign > 0 ? [min, max] : [-max, -min];
    return { loop: loop.stmt, ...described(low, high, cells, x, y, budget) };
  });

interface Range {
  readonly min: number;
  readonly max: number;
}

const rangeOf = (cell: Cell, x: string, y: string, budget: Budget): Range => {
  const near = cell.difference(y, x);
  if (cell.simple || near.min === near.max) return near;
  const exact = extremes([cell.system], variable(y).minus(variable(x)), budget);
  if (exact.kind === 'unknown' || exact.value === null) return near;
  const bound = (v: Int | null, otherwise: number): number => (v === null ? otherwise : Number(v));
  return { min: bound(exact.value.min, -Infinity), max: bound(exact.value.max, Infinity) };
};

/** Whether some cell has a point where the two are the same; matters only between a negative and a positive distance. */
const mayCoincide = (cells: readonly Cell[], x: string, y: string, budget: Budget): boolean =>
  cells.some((cell) => {
    const same = cell.and([isEq(variable(x), variable(y))]);
    if (!same) return false;
    const empty = same.isEmpty(budget);
    return empty.kind === 'unknown' || !empty.value;
  });

const described = (
  min: number,
  max: number,
  cells: readonly Cell[],
  x: string,
  y: string,
  budget: Budget,
): Omit<LoopDistance, 'loop'> => ({
  direction:
    min > 0
      ? '<'
      : max < 0
        ? '>'
        : min === 0
          ? max === 0
            ? '='
            : '<='
          : max === 0
            ? '>='
            : mayCoincide(cells, x, y, budget)
              ? '*'
              : '<>',
  min: Number.isFinite(min) ? min : null,
  max: Number.isFinite(max) ? max : null,
});
