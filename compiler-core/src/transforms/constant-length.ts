/** The number of iterations of a loop whose length is constant, wherever it begins; null where it is not. */

import { binary } from '../ir/build.ts';
import type { For } from '../ir/nodes.ts';
import { linearOf } from './linear.ts';

export const constantLength = ({ begin, end, step }: Pick<For, 'begin' | 'end' | 'step'>): bigint | null => {
  if (step.kind !== 'int' || step.value === 0n) return null;
  const { terms, constant } = linearOf(binary('sub', end, begin));
  if (terms.length > 0) return null;
  const up = step.value > 0n;
  const [distance, by] = up ? [constant, step.value] : [-constant, -step.value];
  return distance <= 0n ? 0n : (distance + by - 1n) / by;
};
