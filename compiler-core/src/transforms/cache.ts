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
import { binary, load } from '../ir/build.ts';
import type { Expr, Func, NodeId, Stmt } from '../ir/nodes.ts';
import { ancestors, findById } from '../ir/paths.ts';
import { ownExprs, visitExpr } from '../ir/walk.ts';
import { type CacheArgs, type CacheResult, Copy, cacheSite } from './cached.ts';
import { crossParallel } from './cross-parallel.ts';
import { finish } from './finish.ts';
import { makeReduction, roundings } from './make-reduction.ts';
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
    return finish(func, makeReduction(func.body), result, options, { caveats: roundings(func.body) });
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
  if (written && isDead({ ...func, body }, ids.fill, site.name)) body = without(body, ids.fill);
  body = startedByFill(makeReduction(body), args.stmt, ids.fill, site.name);
  const judged = crossParallel({ ...func, body }, placed.def, args.memory, found.stmt.origin.span);
  if (judged.kind === 'refused') return judged;
  return finish(func, body, [ids.fill, ids.flush, site.name, placed.def], options, {
    caveats: [...site.caveats, ...roundings(func.body), ...judged.caveats],
  });
};

/**
 * An update right behind the fill starts with what is filled in: `x.c[0] = x[i] + y[i]`. FreeTensor of 2022 does so where
 * no bound or condition around them reads a tensor.
 */
const startedByFill = (body: Stmt, update: NodeId, fill: NodeId, tensor: string): Stmt => {
  const at = findById(body, update);
  const s = at?.stmt;
  if (s?.kind !== 'reduceTo' || s.tensor !== tensor) return body;
  const start = findById(body, fill)?.stmt;
  const around = ancestors(body, at?.path ?? []);
  const parent = around.at(-2);
  if (start?.kind !== 'store' || parent?.kind !== 'seq' || !parent.stmts.includes(start)) return body;
  const reads = (e: Expr, wanted: (t: string) => boolean): boolean => {
    let found = false;
    visitExpr(e, (x) => {
      found ||= x.kind === 'load' && wanted(x.tensor);
      return !found;
    });
    return found;
  };
  const heads = around.flatMap((x) => (x.kind === 'for' || x.kind === 'if' ? ownExprs(x) : []));
  if (reads(s.value, (t) => t === tensor) || heads.some((e) => reads(e, () => true))) return body;
  const { id, names, origin, indices, at: place } = s;
  const value = binary(s.op, start.value, s.value, s.value.at);
  const store: Stmt = { kind: 'store', id, names, origin, tensor, indices, value, at: place };
  return without(
    replaceWhere(body, (x) => (x.id === update ? store : null)),
    fill,
  );
};

/** Whether no read gets what this statement stores, since others store over it first for certain. */
export const isDead = (func: Func, store: NodeId, tensor: string): boolean =>
  // The store itself and what overwrites it are both asked for: the last of them counts.
  analyse(func)
    .find({ kinds: ['RAW'], earlier: (p) => p.tensor === tensor, nearest: true })
    .every((d) => d.earlier.stmt.id !== store);

export const without = (body: Stmt, id: NodeId): Stmt =>
  replaceWhere(body, (s) => (s.id === id ? { kind: 'seq', id, names: [], origin: s.origin, stmts: [] } : null));
