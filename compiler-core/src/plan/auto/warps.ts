/**
 * Gives loops that walk along memory to warps, so that neighbouring threads access neighbouring elements.
 *
 * Rule: loops by the number of accesses along memory, most first, of more than 4 iterations: split by 32, the inner part
 * bound to `threadIdx.x` and moved outwards as far as is legal.
 * @source FreeTensor, `auto_parallelize`; `seed-systems.md` 1.10, pass 7 (a)
 */

import type { For } from '../../ir/nodes.ts';
import { constantLength } from '../../transforms/constant-length.ts';
import { locate, loopsAround } from '../../transforms/tree.ts';
import type { Calls } from './calls.ts';
import { contiguousLoops } from './contiguous.ts';

/** Threads of a warp. */
export const WARP = 32;
const SHORT = 4n;

export const bindWarps = (t: Calls): void => {
  for (const { loop, accesses } of contiguousLoops(t.func)) {
    const length = constantLength(t.loop(loop.id) ?? loop);
    if (length !== null && length <= SHORT) {
      t.decided(`no warp for ${t.label(loop.id)}: ${length} iterations, at most ${SHORT}`);
      continue;
    }
    t.tries(() => {
      const why = `${accesses} accesses along memory`;
      const [, inner] = t.split(loop.id, { factor: WARP }, why);
      t.parallelize(inner, 'threadIdx.x', why);
      const around: readonly For[] = loopsAround(locate(t.func, inner));
      for (const outer of [...around].reverse()) {
        if (!t.tries(() => t.reorder([inner, outer.id], 'a warp stands as far outside as it can'))) break;
      }
    });
  }
};
