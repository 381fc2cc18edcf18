/**
 * Has a statement update a copy that starts neutral, which is combined with the tensor behind it.
 *
 * Before, and after `cache_reduction(L, "y", "cpu")`:
 *
 * ```text
 * L: for k in 0 : 8 : 1 {                 @cache @cpu y.r: float32[1] {
 *   y[i] += x[i, k]                         y.r[0] = 0.0
 * }                                         L: for k in 0 : 8 : 1 {
 *                                             y.r[0] += x[i, k]
 *                                           }
 *                                           y[i] += y.r[0]
 *                                         }
 * ```
 *
 * Legality: the statement only updates the tensor, with one operator `⊕`; then `y ⊕ x₁ ⊕ … = y ⊕ (e ⊕ x₁ ⊕ …)` for its
 * neutral element `e`, by associativity: exact for integers, rounded otherwise for floats. Also `cross-parallel.ts`.
 */

import { analyse } from '../analysis/dependences/index.ts';
import { binary, bool, float, int } from '../ir/build.ts';
import { sameExpr } from '../ir/match.ts';
import type { Expr, Func, ReduceOp, Stmt, StmtOf } from '../ir/nodes.ts';
import { type DType, intRange, isFloat, isInt } from '../ir/types.ts';
import { exprsIn, stmtsIn } from '../ir/walk.ts';
import { isDead, without } from './cache.ts';
import { type CacheArgs, type CacheResult, Copy, cacheSite } from './cached.ts';
import { crossParallel } from './cross-parallel.ts';
import { finish } from './finish.ts';
import { makeReduction, roundings } from './make-reduction.ts';
import { type Caveat, DEFAULTS, type Era, type Options, type Rewrite, refused } from './rewrite.ts';
import { simplify } from './simplify.ts';
import { isRefused, replaceWhere } from './tree.ts';

export const cacheReduction = (before: Func, args: CacheArgs, options: Options = DEFAULTS): Rewrite<CacheResult> => {
  const func = { ...before, body: makeReduction(before.body) };
  const site = cacheSite(func, args, '.r', options.budget);
  if (isRefused(site)) return site;
  const { build, def, all, found } = site;
  const at = found.stmt.origin.span;
  const read = exprsIn(found.stmt).find((e) => e.kind === 'load' && e.tensor === def.name);
  if (read) return refused('not-a-reduction', read.at, `\`${def.name}\` is read in it`);
  const touching = stmtsIn(found.stmt).filter((s) => 'tensor' in s && s.tensor === def.name);
  const other = touching.find((s) => s.kind !== 'reduceTo');
  if (other) return refused('not-a-reduction', other.origin.span, `\`${def.name}\` is stored in it`);
  const updates = touching.filter((s): s is StmtOf<'reduceTo'> => s.kind === 'reduceTo');
  const [first] = updates;
  if (!first || !all) return refused('bad-argument', at, `\`${def.name}\` is not updated in it`);
  const mixed = updates.find((s) => s.op !== first.op);
  if (mixed) return refused('mixed-reductions', mixed.at, `\`${def.name}\` is updated with different operators`);
  const neutral = neutralOf(def.dtype, first.op, options.era);
  if (!neutral)
    return refused('bad-argument', first.at, `there is no neutral element of \`${first.op}\` for ${def.dtype}`);

  const copy = new Copy(site, all);
  const ids = { init: build.nextId(), reduce: build.nextId() };
  const init = copy.over(all, (i) => build.store(site.name, copy.inside(i), neutral, undefined, { id: ids.init }));
  const reduce = copy.over(all, (i) => build.reduceTo(def.name, i, first.op, copy.element(i), {}, { id: ids.reduce }));
  const placed = copy.place(func, args.memory, [init, copy.redirected(), reduce]);
  const plain = simplify({ ...func, body: placed.body }, options.budget);
  let body = plain.kind === 'done' ? plain.body : placed.body;
  body = startedByFirst({ ...func, body }, ids.init, site.name, neutral);
  const judged = crossParallel({ ...func, body }, placed.def, args.memory, at);
  if (judged.kind === 'refused') return judged;
  const rounding: readonly Caveat[] =
    isFloat(def.dtype) && (first.op === 'add' || first.op === 'mul')
      ? [
          {
            kind: 'reordered-reduction',
            text: `updates of \`${def.name}\` are added up apart`,
            at: first.at,
            witness: null,
          },
        ]
      : [];
  const caveats = [...site.caveats, ...roundings(before.body), ...judged.caveats, ...rounding];
  return finish(before, body, [ids.init, ids.reduce, site.name, placed.def], options, { caveats });
};

/** FreeTensor of 2022 has none for products. */
const neutralOf = (dtype: DType, op: ReduceOp, era: Era): Expr | null => {
  if (op === 'lAnd' || op === 'lOr') return dtype === 'bool' ? bool(op === 'lAnd') : null;
  if (isFloat(dtype)) {
    if (op === 'mul') return era === 'later' ? float(1) : null;
    return float(op === 'add' ? 0 : op === 'max' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  }
  const range = isInt(dtype) ? intRange(dtype) : null;
  if (!range) return null;
  if (op === 'mul') return era === 'later' ? int(1) : null;
  return int(op === 'add' ? 0n : op === 'max' ? range.min : range.max);
};

/**
 * Where each element is updated by one statement and once at most, and nobody sees the neutral element, the update is
 * the start: `y.r[0] = 0.0 + x`.
 */
const startedByFirst = (func: Func, init: StmtOf<'store'>['id'], tensor: string, neutral: Expr): Stmt => {
  const all = stmtsIn(func.body);
  const start = all.find((s): s is StmtOf<'store'> => s.kind === 'store' && s.id === init);
  const updates = all.filter((s): s is StmtOf<'reduceTo'> => s.kind === 'reduceTo' && s.tensor === tensor);
  const [only] = updates;
  if (!start || !only || updates.length > 1) return func.body;
  const deps = analyse(func);
  const again = deps.first({
    earlier: (p) => p.stmt.id === only.id && p.kind === 'reduce',
    later: (p) => p.stmt.id === only.id && p.kind === 'reduce',
    reductions: 'kept',
  });
  if (again || sameExpr(only.value, neutral)) return func.body;

  const store: Stmt = {
    kind: 'store',
    id: only.id,
    names: only.names,
    origin: only.origin,
    tensor: only.tensor,
    indices: only.indices,
    value: binary(only.op, neutral, only.value, only.value.at),
    at: only.at,
  };
  const body = replaceWhere(func.body, (s) => (s.id === only.id ? store : null));
  return isDead({ ...func, body }, init, tensor) ? without(body, init) : func.body;
};
