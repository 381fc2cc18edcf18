/**
 * Marks a loop to be run by vector instructions.
 *
 * Before, and after `vectorize(L)`:
 *
 * ```text
 * L: for i in 0 : 8 : 1 {             L: @!vectorize
 *   y[i] = x[i] + 1                   for i in 0 : 8 : 1 {
 * }                                     y[i] = x[i] + 1
 *                                     }
 * ```
 *
 * Legality: no dependence with the earlier access in an earlier iteration of the loop. FreeTensor asks this of all
 * instances; true is it within one iteration of the loops around. Updates with one operator may be reordered.
 */

import { analyse } from '../analysis/dependences/index.ts';
import type { Func, NodeId } from '../ir/nodes.ts';
import { replaceAt } from '../ir/paths.ts';
import { judge } from './legality.ts';
import { applied, DEFAULTS, type Options, type Rewrite } from './rewrite.ts';
import { isRefused, labelOf, locateLoop, loopsAround, traced } from './tree.ts';

export interface VectorizeArgs {
  readonly loop: NodeId;
}

export const vectorize = (func: Func, args: VectorizeArgs, _options: Options = DEFAULTS): Rewrite<null> => {
  const found = locateLoop(func, args.loop);
  if (isRefused(found)) return found;
  const { stmt: loop } = found;
  const carried = { loop: loop.id, direction: 'normal' as const };
  const around = loopsAround(found).map((l) => ({ loop: l.id, direction: 'same' as const }));
  const judgement = judge(
    {
      func,
      deps: analyse(func),
      rule: { within: loop.id, directions: [[carried]] },
      truth: { within: loop.id, directions: [[carried, ...around]] },
    },
    loop.at,
  );
  if (isRefused(judgement)) return judgement;
  const origin = traced(loop.origin, `vectorize ${labelOf(loop)}`);
  const marked = { ...loop, origin, property: { ...loop.property, vectorize: true } };
  return applied(func, replaceAt(func.body, found.path, marked), null, new Map(), judgement.caveats);
};
