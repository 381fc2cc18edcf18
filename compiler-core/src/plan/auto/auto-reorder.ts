/**
 * Moves loops whose iterations are independent outwards, where they can be run in parallel.
 *
 * Rule: each loop of a nest has a level: 0, it carries no dependence; 1, only updates of one another; 2, others. The loops
 * of a nest in which each holds one loop alone are sorted by level, loops of one level keep their order.
 * @source FreeTensor since 1.0, `auto_reorder`; `seed-systems.md` 1.10, pass 4
 */

import type { For, NodeId } from '../../ir/nodes.ts';
import { stmtsIn } from '../../ir/walk.ts';
import type { Calls } from './calls.ts';
import { loopsIn } from './nests.ts';
import { Undecided } from './trial.ts';

type Level = 0 | 1 | 2;
const IN_WORDS: readonly string[] = ['no dependence', 'updates only', 'a dependence'];

export const autoReorder = (t: Calls): void => {
  const levels = levelsOf(t);
  for (const loop of loopsIn(t.func.body)) visit(t, levels, loop);
};

const visit = (t: Calls, levels: ReadonlyMap<NodeId, Level>, outermost: For): void => {
  const level = (id: NodeId): Level => levels.get(id) ?? 0;
  const nest = [outermost];
  let innermost = outermost;
  for (let inner = loopsIn(innermost.body); inner.length === 1; inner = loopsIn(innermost.body)) {
    innermost = inner[0] as For;
    nest.push(innermost);
  }
  const order = nest.map((l) => l.id);
  const sorted = [...order].sort((a, b) => level(a) - level(b));
  if (sorted.some((id, k) => id !== order[k])) {
    const why = `carried: ${nest.map((l) => `${t.label(l.id)} ${IN_WORDS[level(l.id)]}`).join(', ')}`;
    const done = t.tries(() => t.reorder(sorted, why));
    // A run raises here: there is no program after it to be known.
    if (!done && t.options.keep === 'accepted')
      throw new Undecided('FreeTensor refuses an order that auto_reorder asks for');
  }
  const now = t.loop(innermost.id);
  if (now) for (const loop of loopsIn(now.body)) visit(t, levels, loop);
};

const levelsOf = (t: Calls): ReadonlyMap<NodeId, Level> => {
  const loops = stmtsIn(t.func.body).filter((s): s is For => s.kind === 'for');
  return new Map(
    loops.map(({ id }) => {
      const carried = { directions: [[{ loop: id, direction: 'normal' as const }]], nearest: true };
      const updates = (e: { readonly kind: string }, l: { readonly kind: string }): boolean =>
        e.kind === 'reduce' && l.kind === 'reduce';
      if (t.depends({ ...carried, pair: (e, l) => !updates(e, l) })) return [id, 2];
      return [id, t.depends({ ...carried, reductions: 'kept', pair: updates }) ? 1 : 0];
    }),
  );
};
