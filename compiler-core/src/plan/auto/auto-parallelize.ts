/**
 * Runs outer loops in parallel.
 *
 * Rule: on a GPU first the loops that walk along memory get a warp (`warps.ts`). Then of every outermost nest as many
 * loops as possible from the outside are merged into one that is bound (`bind.ts`). FreeTensor of 2022 tries one loop,
 * then two merged ones, and so on while it goes well; later versions try as many as can be merged, then one less, and so
 * on. Where nothing can be bound the loops inside are tried. An outermost loop of fewer than 32 iterations that holds
 * several nests is left serial, and the nests in it are tried.
 * Reductions whose only conflict is with each other may be run in parallel: lowering repairs them.
 * @source FreeTensor, `auto_parallelize`; `seed-systems.md` 1.10, pass 7
 */

import type { For, NodeId } from '../../ir/nodes.ts';
import { constantLength } from '../../transforms/constant-length.ts';
import { bind } from './bind.ts';
import type { Calls } from './calls.ts';
import { loopsIn, type Nest, nestsIn } from './nests.ts';
import { Invalid } from './trial.ts';
import { bindWarps } from './warps.ts';

/** Below this an outermost loop does not keep a processor busy. */
const SHORT = 32n;

export const autoParallelize = (t: Calls): void => {
  if (t.options.target === 'gpu') bindWarps(t);
  const outer = t.options.era === '2022' ? upwards : downwards;
  for (const nest of nestsIn(t.func.body)) {
    const length = constantLength(nest.loop);
    if (nest.inner.length > 1 && length !== null && length < SHORT) {
      t.decided(
        `${t.label(nest.loop.id)} has ${length} iterations, fewer than ${SHORT}, and ${nest.inner.length} nests: they are tried apart`,
      );
      for (const inner of nest.inner) outer(t, inner);
    } else outer(t, nest);
  }
};

/** Goes into loops that are bound already; `warp`: there were any. */
const serialPart = (nest: Nest): { readonly nest: Nest; readonly warp: boolean } => {
  const only = nest.inner[0];
  if (nest.loop.property.parallel === 'serial' || !only || nest.inner.length > 1) return { nest, warp: false };
  return { nest: serialPart(only).nest, warp: true };
};

const upwards = (t: Calls, root: Nest): void => {
  let best = t.save();
  let bound = false;
  const { nest, warp } = serialPart(root);
  try {
    let merged: NodeId | null = null;
    for (let here: Nest | undefined = nest; here; ) {
      const { id } = here.loop;
      if (t.loop(id)?.property.parallel !== 'serial') break;
      const loop: NodeId = merged === null ? id : t.merge(merged, id, 'a longer loop has more to run in parallel');
      const before = t.save();
      bind(t, loop, warp, () => {
        bound = true;
      });
      best = t.save();
      t.restore(before, 'more loops are tried');
      merged = loop;
      here = here.inner.length === 1 ? here.inner[0] : undefined;
    }
  } catch (e) {
    if (!(e instanceof Invalid)) throw e;
    t.restore(best, e.message);
  }
  t.restore(best, 'another number of loops is bound');
  if (!bound) for (const inner of root.inner) upwards(t, inner);
};

const downwards = (t: Calls, whole: Nest): void => {
  const { nest, warp } = serialPart(whole);
  const chain = mergeable(t, nest.loop);
  for (let levels = chain.length; levels > 0; levels--) {
    const done = t.tries(() => {
      const why = `${levels} loops as one have more to run in parallel`;
      const loop = chain.slice(1, levels).reduce<NodeId>((m, id) => t.merge(m, id, why), chain[0] as NodeId);
      bind(t, loop, warp, () => undefined);
    });
    if (done) return;
  }
  const now = t.loop(nest.loop.id);
  if (now) for (const inner of nestsIn(now.body)) downwards(t, inner);
};

/** The loops from `root` inwards that can be merged: the longest such list, found by merging. */
const mergeable = (t: Calls, root: For): readonly NodeId[] => {
  const chain: NodeId[] = [];
  const saved = t.save();
  try {
    let merged: NodeId | null = null;
    for (let loop: For | undefined = root; loop && t.loop(loop.id)?.property.parallel === 'serial'; ) {
      const { id } = loop;
      const inner: readonly For[] = loopsIn(loop.body);
      merged = merged === null ? id : t.merge(merged, id, 'to see how many loops can be merged');
      chain.push(id);
      loop = inner.length === 1 ? inner[0] : undefined;
    }
  } catch (e) {
    if (!(e instanceof Invalid)) throw e;
  }
  t.restore(saved, 'only to see how many loops can be merged');
  return chain;
};
