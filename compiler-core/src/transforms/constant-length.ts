/** The number of iterations of a loop whose range is constant; null where it is not. */

import type { For } from '../ir/nodes.ts';

export const constantLength = ({ begin, end, step }: Pick<For, 'begin' | 'end' | 'step'>): bigint | null => {
  if (begin.kind !== 'int' || end.kind !== 'int' || step.kind !== 'int' || step.value === 0n) return null;
  const up = step.value > 0n;
  const [distance, by] = up ? [end.value - begin.value, step.value] : [begin.value - end.value, -step.value];
  return distance <= 0n ? 0n : (distance + by - 1n) / by;
};
