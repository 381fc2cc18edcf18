/**
 * Gives a statement a copy of the part of a tensor that it accesses.
 *
 * Before, and after `cache(L, "x", "cpu")`:
 *
 * ```text
 * L: for j in 0 : 8 : 1 {                 @cache @cpu x.c: float32[1, 8] {
 *   x[i, j] = x[i, j] + 1.0                 for j in 0 : 8 : 1 { x.c[0, j] = x[i, j] }
 * }                                         L: for j in 0 : 8 : 1 {
 *                                             x.c[0, j] = x.c[0, j] + 1.0
 *                                           }
 *                                           for j in 0 : 8 : 1 { x[i, j] = x.c[0, j] }
 *                                         }
 * ```
 *
 * Legality: the copy is a box around everything that is accessed, filled before and brought back behind, so each access
 * sees the value it saw; in memory of a thread or block also `cross-parallel.ts`. What is filled and never read goes.
 */

import { analyse } from '../analysis/dependences/index.ts';
import { load } from '../ir/build.ts';
import type { Func, NodeId, Stmt } from '../ir/nodes.ts';
import { type CacheArgs, type CacheResult, Copy, cacheSite } from './cached.ts';
import { crossParallel } from './cross-parallel.ts';
import { finish } from './finish.ts';
import { makeReduction } from './make-reduction.ts';
import { DEFAULTS, type Options, type Rewrite } from './rewrite.ts';
import { simplify } from './simplify.ts';
import { isRefused, replaceWhere } from './tree.ts';

export const cache = (func: Func, args: CacheArgs, options: Options = DEFAULTS): Rewrite<CacheResult> => {
  const site = cacheSite(func, args, '.c', options.budget);
  if (isRefused(site)) return site;
  const { build, def, all, written, found } = site;
  const ids = { fill: build.nextId(), flush: build.nextId() };
  if (!all) {
    const result: CacheResult = [ids.fill, ids.flush, site.name, build.nextId()];
    return finish(func, makeReduction(func.body), result, options);
  }
  const copy = new Copy(site, all);
  const fill = copy.over(all, (i) =>
    build.store(site.name, copy.inside(i), load(def.name, i, def.dtype), undefined, { id: ids.fill }),
  );
  const flush = written
    ? [copy.over(written, (i) => build.store(def.name, i, copy.element(i), undefined, { id: ids.flush }))]
    : [];
  const placed = copy.place(func, args.memory, [fill, copy.redirected(), ...flush]);
  const plain = simplify({ ...func, body: placed.body }, options.budget);
  let body = plain.kind === 'done' ? plain.body : placed.body;
  if (written && isDead({ ...func, body }, ids.fill)) body = without(body, ids.fill);
  body = makeReduction(body);
  const judged = crossParallel({ ...func, body }, placed.def, args.memory, found.stmt.origin.span);
  if (judged.kind === 'refused') return judged;
  return finish(func, body, [ids.fill, ids.flush, site.name, placed.def], options, { caveats: judged.caveats });
};

/** Whether no read gets what this statement stores, since others store over it first for certain. */
export const isDead = (func: Func, store: NodeId): boolean =>
  analyse(func).first({ kinds: ['RAW'], earlier: (p) => p.stmt.id === store && p.kind === 'write', nearest: true }) ===
  null;

export const without = (body: Stmt, id: NodeId): Stmt =>
  replaceWhere(body, (s) => (s.id === id ? { kind: 'seq', id, names: [], origin: s.origin, stmts: [] } : null));
