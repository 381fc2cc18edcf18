/** `no_deps` of a loop made out of several. */

import { analyse } from '../analysis/dependences/index.ts';
import type { For, Func } from '../ir/nodes.ts';

/**
 * The tensors through which the new loop carries no dependence: those that all of the loops name, and those that some
 * name while the others carry none that the analysis finds.
 */
export const mergedNoDeps = (func: Func, loops: readonly For[]): readonly string[] => {
  const named = [...new Set(loops.flatMap((l) => l.property.noDeps))];
  if (named.length === 0) return named;
  const deps = analyse(func);
  return named.filter((tensor) =>
    loops.every(
      (loop) =>
        loop.property.noDeps.includes(tensor) ||
        deps.first({
          earlier: (p) => p.definition.name === tensor,
          directions: [[{ loop: loop.id, direction: 'different' }]],
          reductions: 'kept',
          scope: 'ignore',
        }) === null,
    ),
  );
};
