/** Dependences in words. */

import { printExpr } from '../../ir/print.ts';
import type { AccessPoint, LoopStmt } from './points.ts';
import type { Dependence, Level, LoopDistance } from './query.ts';

const WORD: Readonly<Record<AccessPoint['kind'], string>> = {
  read: 'READ',
  write: 'WRITE',
  reduce: 'REDUCE',
  any: 'ANY ACCESS',
};

export const showPoint = (p: AccessPoint): string =>
  `${WORD[p.kind]} ${p.tensor}${p.indices === null ? '' : `[${p.indices.map((i) => printExpr(i.expr)).join(', ')}]`}`;

export const loopName = (loop: LoopStmt): string => (loop.kind === 'for' ? loop.iter : 'while');

/** `1`, `1..3`, `1..`, or the sign alone where nothing more is known. */
const showDistance = ({ direction, min, max }: LoopDistance): string => {
  if (min !== null && min === max) return String(min);
  return min === null && max === null ? direction : `${direction} ${min ?? ''}..${max ?? ''}`;
};

const showDistances = (distances: readonly LoopDistance[]): string =>
  distances.map((d) => `${loopName(d.loop)}: ${showDistance(d)}`).join(', ');

/** `along i (i: 1, j: <= 0..4)`. */
export const showLevel = (level: Level): string => {
  const where = level.carrier === null ? 'in one iteration' : `along ${loopName(level.carrier)}`;
  const distances = level.distances();
  const far = distances.length === 0 ? '' : ` (${showDistances(distances)})`;
  return `${where}${far}${level.ordered ? '' : ', in no order'}`;
};

/** `READ y[i - 1] after WRITE y[i], along i (i: 1)`. */
export const describe = (d: Dependence): string =>
  `${showPoint(d.later)} after ${showPoint(d.earlier)}, ${d.levels.map(showLevel).join('; ')}`;
