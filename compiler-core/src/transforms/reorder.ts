/**
 * Puts directly nested loops into another order.
 *
 * Before, and after `reorder([L2, L1])`:
 *
 * ```text
 * L1: for i in 0 : n : 1 {            L2: for j in 0 : m : 1 {
 *   L2: for j in 0 : m : 1 {            L1: for i in 0 : n : 1 {
 *     y[i, j] = x[j, i]                   y[i, j] = x[j, i]
 *   }                                   }
 * }                                   }
 * ```
 *
 * Legality: no dependence whose outermost iteration that differs, in the new order, runs the wrong way:
 * for each position `p` there is none with `order[0..p-1]` the same and `order[p]` inverse. FreeTensor asks this of all
 * instances; true is it within one iteration of the loops around.
 * Statements beside an inner loop are guarded by its first iteration. FreeTensor asks nothing about them, nor about
 * inner bounds that mention an outer iterator; a caveat says where results change.
 */

import { analyse } from '../analysis/dependences/index.ts';
import { binary, iter } from '../ir/build.ts';
import type { For, Func, NodeId, VarDef } from '../ir/nodes.ts';
import { finish } from './finish.ts';
import { judge } from './legality.ts';
import { makeReduction, roundings } from './make-reduction.ts';
import { mayNotRun, nestOf, withoutInner } from './nest.ts';
import { turnedAround } from './new-order.ts';
import { type Caveat, DEFAULTS, type Options, type Rewrite, refused } from './rewrite.ts';
import { builderFor, isRefused, labelOf, locate, loopsAround, mentions, replaceWhere, traced } from './tree.ts';

export interface ReorderArgs {
  /** The loops, as they are to be nested. */
  readonly order: readonly NodeId[];
}

export const reorder = (before: Func, args: ReorderArgs, options: Options = DEFAULTS): Rewrite<null> => {
  const func = { ...before, body: makeReduction(before.body) };
  const nest = nestOf(func, args.order);
  if (isRefused(nest)) return nest;
  const wanted = args.order.map((id) => nest.find((l) => l.id === id)).filter((l): l is For => l !== undefined);
  const first = nest[0];
  if (!first) return finish(func, func.body, null, options, { caveats: roundings(before.body) });

  const swapped = bubble(func, nest, args.order);
  if (isRefused(swapped)) return swapped;
  const { top, sunk, beside } = swapped;
  const deps = analyse(func);
  const around = loopsAround(locate(func, first.id)).map((l) => l.id);
  const judgement = judge(
    {
      func,
      deps,
      rule: {
        within: first.id,
        directions: args.order.map((loop, p) => [
          ...args.order.slice(0, p).map((l) => ({ loop: l, direction: 'same' as const })),
          { loop, direction: 'inverse' as const },
        ]),
      },
      truth: { within: first.id, ...turnedAround({ nest: wanted, around, sunk }) },
    },
    first.at,
  );
  if (isRefused(judgement)) return judgement;
  const caveats: Caveat[] = [...roundings(before.body), ...judgement.caveats, ...beside.flatMap(mayNotRun)];
  for (const [k, loop] of wanted.entries()) {
    const inner = wanted.slice(k + 1).filter((l) => mentions([loop.begin, loop.end, loop.step], l.iter));
    for (const l of inner) {
      caveats.push({
        kind: 'result-changes',
        text: `the range of ${labelOf(loop)} mentions ${l.iter}, which does not exist outside ${labelOf(l)}`,
        at: loop.at,
        witness: null,
      });
    }
  }
  return finish(
    func,
    replaceWhere(func.body, (s) => (s === first ? top : null)),
    null,
    options,
    { caveats },
  );
};

interface Swapped {
  readonly top: For;
  /** Definitions by the loops they moved into. */
  readonly sunk: ReadonlyMap<NodeId, readonly For[]>;
  /** Inner loops with statements beside them. */
  readonly beside: readonly For[];
}

/** Swaps neighbours until the order is the wanted one. */
const bubble = (func: Func, nest: readonly For[], order: readonly NodeId[]): Swapped | ReturnType<typeof refused> => {
  const first = nest[0] as For;
  const build = builderFor(func, traced(first.origin, 'reorder'));
  const now = nest.map((l) => l.id);
  const sunk = new Map<NodeId, For[]>();
  const beside = new Set<For>();
  const original = new Map(nest.map((l) => [l.id, l]));
  let top: For = first;
  for (let round = 0; round < now.length; round++) {
    for (let k = 0; k + 1 < now.length; k++) {
      const [a, b] = [now[k] as NodeId, now[k + 1] as NodeId];
      if (order.indexOf(a) <= order.indexOf(b)) continue;
      const loops = collect(top, now);
      const [outer, inner] = [loops.get(a) as For, loops.get(b) as For];
      const guard = binary('eq', iter(inner.iter, inner.at), inner.begin, inner.at);
      const parts = withoutInner(outer, inner, inner.body, build, guard, false);
      const innerLoop = original.get(b) as For;
      if (parts.beside) {
        if (inner.property.parallel !== 'serial') {
          return refused(
            'imperfect-parallel',
            inner.at,
            'imperfect nesting is not allowed when the inner loop is parallel',
          );
        }
        beside.add(innerLoop);
      }
      for (const def of parts.between as readonly VarDef[]) {
        sunk.set(def.id, [...(sunk.get(def.id) ?? []), innerLoop]);
      }
      const swappedLoop: For = { ...inner, body: { ...outer, body: parts.body } };
      const replaced = replaceWhere(top, (s) => (s === outer ? swappedLoop : null));
      top = replaced as For;
      now[k] = b;
      now[k + 1] = a;
    }
  }
  return { top, sunk, beside: [...beside] };
};

const collect = (top: For, ids: readonly NodeId[]): ReadonlyMap<NodeId, For> => {
  const out = new Map<NodeId, For>();
  replaceWhere(top, (s) => {
    if (s.kind === 'for' && ids.includes(s.id)) out.set(s.id, s);
    return null;
  });
  return out;
};
