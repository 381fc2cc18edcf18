/** How far apart the iterations of two instances are along each loop around both. */

import { type Budget, constant, isEq, isGe, variable } from '../../presburger/index.ts';
import type { Cell } from './cell.ts';
import type { End } from './ends.ts';
import { directionOf } from './order.ts';
import type { LoopDistance } from './query.ts';
import { commonLoops } from './relation.ts';

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

/** Distances beyond which there is no bound, as far as is said. */
const FAR = 1 << 20;

const rangeOf = (cell: Cell, x: string, y: string, budget: Budget): Range => {
  const near = cell.difference(y, x);
  if (cell.simple || near.min === near.max) return near;
  const distance = variable(y).minus(variable(x));
  /** Whether the distance, with that sign, may reach k. */
  const reaches = (sign: 1 | -1, k: number): boolean => {
    const beyond = cell.and([isGe(distance.times(sign), constant(k))]);
    const empty = beyond?.isEmpty(budget);
    return empty !== undefined && (empty.kind === 'unknown' || !empty.value);
  };
  const most = (sign: 1 | -1, bound: number): number => {
    const top = Math.min(bound, FAR);
    if (reaches(sign, top)) return top === bound ? bound : Infinity;
    // reaches(low), and not reaches(high)
    let low = -FAR;
    let high = top;
    for (let step = 1; top - step > low; step *= 2) {
      if (reaches(sign, top - step)) {
        low = top - step;
        break;
      }
      high = top - step;
    }
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (reaches(sign, middle)) low = middle;
      else high = middle;
    }
    return low;
  };
  return { min: -most(-1, -near.min), max: most(1, near.max) };
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
