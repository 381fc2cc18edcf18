/**
 * Splits a loop into an outer loop over blocks and an inner loop over the iterations of a block.
 *
 * Before, and after `split(L, 4)`:
 *
 * ```text
 * L: for i in 0 : 10 : 1 {            L.0: for i.0 in 0 : 3 : 1 {
 *   y[i] = x[i]                         L.1: for i.1 in 0 : 4 : 1 {
 * }                                       if 4 * i.0 + i.1 < 10 {
 *                                           y[4 * i.0 + i.1] = x[4 * i.0 + i.1]
 *                                         } } }
 * ```
 *
 * Legality: none needed, the order of iterations stays. With length `n`, shift `s` and factor `f`,
 * iteration `t` of the old loop is `t = f·i₀ + i₁ − s` for `0 <= i₀ < ⌈(n + s) / f⌉`, `0 <= i₁ < f`, guarded by `0 <= t < n`.
 * With `nparts` the factor is `⌈(n + s) / nparts⌉`; it is no constant where `n` is none, and later analyses lose by it.
 */

import { binary, int, iter, loopLength } from '../ir/build.ts';
import type { Func, NodeId } from '../ir/nodes.ts';
import { replaceAt } from '../ir/paths.ts';
import { finish } from './finish.ts';
import { DEFAULTS, type Options, type Rewrite, refused } from './rewrite.ts';
import { builderFor, derivedNames, isRefused, labelOf, locateLoop, replaceIterator, traced } from './tree.ts';

export interface SplitArgs {
  readonly loop: NodeId;
  /** Iterations of a block; exactly one of `factor` and `nparts` is given. */
  readonly factor?: number | null;
  /** Number of blocks. */
  readonly nparts?: number | null;
  /** Iterations by which the first block is too short. */
  readonly shift?: number;
}

/** @returns the outer and the inner loop. */
export const split = (
  func: Func,
  args: SplitArgs,
  options: Options = DEFAULTS,
): Rewrite<readonly [outer: NodeId, inner: NodeId]> => {
  const found = locateLoop(func, args.loop);
  if (isRefused(found)) return found;
  const { stmt: loop, path } = found;
  const at = loop.at;
  const given = args.factor ?? args.nparts ?? null;
  if (given === null || (args.factor != null && args.nparts != null)) {
    return refused('bad-argument', at, 'give one of factor and nparts');
  }
  if (given <= 0)
    return refused('bad-argument', at, `${args.factor != null ? 'factor' : 'nparts'} = ${given} is not positive`);

  const shift = int(args.shift ?? 0, at);
  const length = binary('add', loopLength(loop), shift, at);
  const parts = args.factor != null ? binary('ceilDiv', length, int(args.factor, at), at) : int(given, at);
  const factor = args.factor != null ? int(args.factor, at) : binary('ceilDiv', length, parts, at);
  const [i0, i1] = [`${loop.iter}.0`, `${loop.iter}.1`];
  const t = binary('add', binary('mul', iter(i0, at), factor, at), iter(i1, at), at);
  const old = binary('add', loop.begin, binary('mul', binary('sub', t, shift, at), loop.step, at), at);

  const build = builderFor(func, traced(loop.origin, `split ${labelOf(loop)}`));
  const inside = binary('lAnd', binary('ge', t, shift, at), binary('lt', t, length, at), at);
  const label = labelOf(loop);
  const names = (k: 0 | 1) => derivedNames(options.era, `${label}.${k}`, `split.${k}`, [loop]);
  const body = build.ifThen(inside, replaceIterator(loop.body, loop.iter, old));
  const inner = build.forLoop(i1, { end: factor, at }, body, loop.property, { names: names(1) });
  const outer = build.forLoop(i0, { end: parts, at }, inner, loop.property, { names: names(0) });
  const copies = new Map([[loop.id, [outer.id, inner.id]]]);
  return finish(func, replaceAt(func.body, path, outer), [outer.id, inner.id], options, { copies });
};
