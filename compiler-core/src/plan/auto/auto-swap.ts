/**
 * Turns statements around that write the same elements in another order than they stand in.
 *
 * Rule: where every element that two statements write is written by the lower one first, the upper one is moved behind it,
 * else the lower one before the upper one. Then more loops can be split and fused.
 * @source FreeTensor, `auto_swap` of the newest versions; `seed-systems.md` 1.10, pass 5
 */

import type { AccessPoint } from '../../analysis/dependences/index.ts';
import type { NodeId } from '../../ir/nodes.ts';
import type { Calls } from './calls.ts';

export const autoSwap = (t: Calls): void => {
  const { deps } = t;
  const key = (a: NodeId, b: NodeId): string => `${a} ${b}`;
  const candidates = new Map<string, { readonly lower: NodeId; readonly upper: NodeId }>();
  const above = (a: AccessPoint, b: AccessPoint): boolean => a.stmt.id !== b.stmt.id && a.ordinal < b.ordinal;
  for (const d of deps.find({ kinds: ['WAW'], pair: (e, l) => above(l, e) })) {
    const [lower, upper] = [d.earlier.stmt.id, d.later.stmt.id];
    candidates.set(key(lower, upper), { lower, upper });
  }
  const both = deps.find({
    kinds: ['WAW'],
    reductions: 'kept',
    pair: (e, l) => candidates.has(key(l.stmt.id, e.stmt.id)),
  });
  for (const d of both) candidates.delete(key(d.later.stmt.id, d.earlier.stmt.id));
  for (const { lower, upper } of candidates.values()) {
    const why = 'what stands below writes each element first';
    const moved = t.tries(() => void t.moveTo(upper, 'after', lower, why));
    if (!moved) t.tries(() => void t.moveTo(lower, 'before', upper, why));
  }
};
