/**
 * Merges two nested loops into one loop over all pairs of their iterations.
 *
 * Before, and after `merge(L1, L2)`:
 *
 * ```text
 * L1: for i in 0 : 4 : 1 {            merged.L1.L2: for m.i.j in 0 : 32 : 1 {
 *   L2: for j in 0 : 8 : 1 {            y[floor(m.i.j / 8), m.i.j % 8] = 0
 *     y[i, j] = 0                     }
 *   }
 * }
 * ```
 *
 * Legality: a perfect nest keeps its order: with inner length `n`, iteration `m` is `(⌊m / n⌋, m mod n)`. Statements
 * beside the inner loop run where `m mod n = 0`, so those after it come before the rest of its iterations; FreeTensor
 * asks nothing about them, nor whether the length of the inner loop depends on the outer one. Where that changes
 * results, a caveat says so. Definitions in between move out of the loop.
 */

import { analyse } from '../analysis/dependences/index.ts';
import { binary, int, iter, loopLength } from '../ir/build.ts';
import type { Expr, For, Func, NodeId, Stmt } from '../ir/nodes.ts';
import { mapExpr, mapStmt } from '../ir/walk.ts';
import { finish } from './finish.ts';
import { caveatsOf } from './legality.ts';
import { mayNotRun, nestOf, withoutInner } from './nest.ts';
import { turnedAround } from './new-order.ts';
import { mergedNoDeps } from './no-deps.ts';
import { propagateConstants } from './propagate-constants.ts';
import { type Caveat, DEFAULTS, type Options, type Rewrite } from './rewrite.ts';
import {
  builderFor,
  derivedNames,
  isRefused,
  labelOf,
  locate,
  loopsAround,
  mentions,
  replaceIterator,
  replaceWhere,
  traced,
  valueAt,
} from './tree.ts';

export interface MergeArgs {
  readonly loop1: NodeId;
  readonly loop2: NodeId;
}

/** @returns the merged loop. */
export const merge = (before: Func, args: MergeArgs, options: Options = DEFAULTS): Rewrite<NodeId> => {
  // FreeTensor does so first, since afterwards there is less to be seen.
  const func = { ...before, body: propagateConstants(before) };
  const nest = nestOf(func, [args.loop1, args.loop2]);
  if (isRefused(nest)) return nest;
  const [outer, inner] = nest as readonly [For, For];
  const { at } = outer;
  const name = `m.${outer.iter}.${inner.iter}`;
  const m = iter(name, at);
  const innerLength = loopLength(inner);
  const rest = binary('mod', m, innerLength, at);

  const build = builderFor(func, traced(outer.origin, `merge ${labelOf(outer)}, ${labelOf(inner)}`));
  // Bounds of the inner loop keep an outer iterator that they mention, as FreeTensor leaves it.
  const hidden = `${outer.iter} outside`;
  const kept = (e: Expr): Expr => rename(e, outer.iter, hidden);
  const value = valueAt({ ...inner, begin: kept(inner.begin), step: kept(inner.step) }, mapExpr(rest, kept));
  const core = replaceIterator(inner.body, inner.iter, value);
  const guard = binary('eq', mapExpr(rest, kept), int(0), at);
  const parts = withoutInner(outer, inner, core, build, guard, true);
  const outerValue = valueAt(outer, binary('floorDiv', m, kept(innerLength), at));
  const body = mapStmt(replaceIterator(parts.body, outer.iter, outerValue), {
    expr: (e) => rename(e, hidden, outer.iter),
  });
  const label = `merged.${labelOf(outer)}.${labelOf(inner)}`;
  const names = derivedNames(options.era, label, 'merge', [outer, inner]);
  const property = { noDeps: mergedNoDeps(func, [inner, outer]) };
  const end = binary('mul', innerLength, loopLength(outer), at);
  const loop = build.forLoop(name, { end, at }, body, property, { names });
  const whole = parts.between.reduce<Stmt>((inside, def) => ({ ...def, body: inside }), loop);

  const copies = new Map([outer, inner].map((l) => [l.id, [loop.id]]));
  const caveats: Caveat[] = [];
  if (parts.beside) {
    const around = loopsAround(locate(func, outer.id)).map((l) => l.id);
    caveats.push(...caveatsOf(analyse(func), turnedAround({ nest: [outer, inner], around })));
    caveats.push(...mayNotRun(inner));
  }
  if (mentions([inner.begin, inner.end, inner.step], outer.iter)) {
    caveats.push({
      kind: 'result-changes',
      text: `the length of ${labelOf(inner)} depends on ${outer.iter}, which does not exist outside its loop`,
      at: inner.at,
      witness: null,
    });
  }
  return finish(
    func,
    replaceWhere(func.body, (s) => (s === outer ? whole : null)),
    loop.id,
    options,
    { copies, caveats },
  );
};

const rename = (e: Expr, from: string, to: string): Expr =>
  mapExpr(e, (x) => (x.kind === 'var' && x.name === from ? { ...x, name: to } : x));
