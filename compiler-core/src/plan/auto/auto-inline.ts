/**
 * Computes small local tensors again where they are read.
 *
 * Rule: inner definitions first, each local tensor of a constant size of at most 32 elements is inlined where it can be.
 * What an update makes cannot be inlined, so the cost of computing it again is bounded by its size.
 * @source FreeTensor, `auto_inline` of the newest versions; `seed-systems.md` 1.10, pass 1
 */

import type { Calls } from './calls.ts';
import { elementsOf, localsIn } from './nests.ts';

const MOST = 32n;

export const autoInline = (t: Calls): void => {
  for (const def of localsIn(t.func.body)) {
    const size = elementsOf(def);
    if (size === null || size > MOST) {
      t.decided(
        `\`${def.name}\` stays: ${size === null ? 'its size is not constant' : `${size} elements, more than ${MOST}`}`,
      );
    } else t.tries(() => t.inline(def.id, `${size} elements, at most ${MOST}`));
  }
};
