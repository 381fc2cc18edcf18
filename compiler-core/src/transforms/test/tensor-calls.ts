/** Random arguments for the primitives about tensors, and programs in which they have something to do. */

import type { Random } from '../../exec/random.ts';
import { type Builder, binary, int, iter, load } from '../../ir/build.ts';
import type { Func, ParallelScope, Stmt, VarDef } from '../../ir/nodes.ts';
import type { MemType } from '../../ir/types.ts';
import { exprsIn, mapStmt, stmtsIn } from '../../ir/walk.ts';
import { cache } from '../cache.ts';
import { cacheReduction } from '../cache-reduction.ts';
import { inline } from '../inline.ts';
import type { Rewrite } from '../rewrite.ts';
import { setMemType } from '../set-mem-type.ts';
import { builderFor } from '../tree.ts';
import { varMerge } from '../var-merge.ts';
import { varReorder } from '../var-reorder.ts';
import { varSplit } from '../var-split.ts';
import { varSqueeze } from '../var-squeeze.ts';
import { varUnsqueeze } from '../var-unsqueeze.ts';
import type { Attempt } from './calls.ts';

const defs = (func: Func): readonly VarDef[] => stmtsIn(func.body).filter((s): s is VarDef => s.kind === 'varDef');
const MEMORIES: readonly [MemType, ...MemType[]] = ['cpu', 'gpu/global', 'gpu/shared', 'gpu/local'];

/** Some statement, and a tensor that is defined around it and touched in it. */
const inScope = (func: Func, r: Random): { readonly stmt: Stmt; readonly tensor: string } | null => {
  const stmts = stmtsIn(func.body).filter((s) => s.kind !== 'varDef' && s.kind !== 'seq');
  const stmt = stmts[r.below(stmts.length)];
  const tensors = [...new Set(stmtsIn(stmt ?? func.body).flatMap((s) => ('tensor' in s ? [s.tensor] : [])))];
  const tensor = r.chance(0.75) ? tensors[r.below(tensors.length)] : 'x';
  return stmt && tensor !== undefined ? { stmt, tensor } : null;
};

/** Some statement, and a tensor of which it only updates elements. */
const onlyUpdated = (func: Func, r: Random): { readonly stmt: Stmt; readonly tensor: string } | null => {
  const places = stmtsIn(func.body).flatMap((stmt) => {
    if (stmt.kind === 'varDef' || stmt.kind === 'seq') return [];
    const inside = stmtsIn(stmt);
    const read = new Set(exprsIn(stmt).flatMap((e) => (e.kind === 'load' ? [e.tensor] : [])));
    const stored = new Set(inside.flatMap((s) => (s.kind === 'store' ? [s.tensor] : [])));
    const updated = new Set(inside.flatMap((s) => (s.kind === 'reduceTo' ? [s.tensor] : [])));
    return [...updated].filter((t) => !read.has(t) && !stored.has(t)).map((tensor) => ({ stmt, tensor }));
  });
  return places[r.below(places.length)] ?? null;
};

const onDef =
  (f: (func: Func, def: VarDef, r: Random) => Rewrite<unknown>): Attempt =>
  (func, r) => {
    // Local ones mostly: what a caller passes has its layout from there.
    const local = defs(func).filter((d) => d.access === 'cache' && d.shape.length > 0);
    const all = local.length > 0 && r.chance(0.75) ? local : defs(func);
    const def = all[r.below(all.length)];
    return def ? f(func, def, r) : null;
  };

const shuffled = (n: number, r: Random): readonly number[] => {
  const out = Array.from({ length: n }, (_, k) => k);
  for (let k = n - 1; k > 0; k--) {
    const j = r.below(k + 1);
    const [a, b] = [out[k], out[j]];
    if (a !== undefined && b !== undefined) [out[k], out[j]] = [b, a];
  }
  return out;
};

export const TENSOR_ATTEMPTS: Readonly<Record<string, Attempt>> = {
  cache: (func, r) => {
    const at = inScope(func, r);
    return at && cache(func, { stmt: at.stmt.id, tensor: at.tensor, memory: r.pick(MEMORIES) });
  },
  cache_reduction: (func, r) => {
    const at = r.chance(0.8) ? onlyUpdated(func, r) : inScope(func, r);
    return at && cacheReduction(func, { stmt: at.stmt.id, tensor: at.tensor, memory: r.pick(MEMORIES) });
  },
  set_mem_type: onDef((func, def, r) => setMemType(func, { def: def.id, memory: r.pick(MEMORIES) })),
  inline: (func, r) => {
    const locals = defs(func).filter((d) => d.access === 'cache');
    const def = locals[r.below(locals.length)];
    return def ? inline(func, { def: def.id }) : null;
  },
  var_split: onDef((func, def, r) =>
    varSplit(func, {
      def: def.id,
      dim: r.below(3),
      mode: r.pick(['FixedSize', 'RelaxedSize']),
      [r.chance(0.5) ? 'factor' : 'nparts']: r.pick([1, 2, 4, 5, 7]),
    }),
  ),
  var_merge: onDef((func, def, r) => varMerge(func, { def: def.id, dim: r.below(2) })),
  var_reorder: onDef((func, def, r) => varReorder(func, { def: def.id, order: shuffled(def.shape.length, r) })),
  var_unsqueeze: onDef((func, def, r) => varUnsqueeze(func, { def: def.id, dim: r.below(def.shape.length + 2) })),
  var_squeeze: onDef((func, def, r) => {
    const made = r.chance(0.8) ? varUnsqueeze(func, { def: def.id, dim: r.below(def.shape.length + 1) }) : null;
    return varSqueeze(made?.kind === 'applied' ? made.ir : func, { def: def.id, dim: r.below(3) });
  }),
};

const SCOPES: readonly [ParallelScope, ...ParallelScope[]] = ['blockIdx.x', 'threadIdx.x', 'threadIdx.y'];

/**
 * The program with some tensors of the caller replaced by local ones that start with other values: local arrays are what
 * most of these calls are for.
 * @param bound whether some loops are on a device. Their iterations have no order, and a run in order shows some conflicts only.
 */
export const withLocals = (func: Func, r: Random, bound: boolean): Func => {
  const build: Builder = builderFor(func);
  const body = mapStmt(func.body, {
    stmt: (s) => {
      if (bound && s.kind === 'for' && r.chance(0.25))
        return { ...s, property: { ...s.property, parallel: r.pick(SCOPES) } };
      if (s.kind !== 'varDef' || s.access !== 'inout' || s.shape.length === 0 || !r.chance(0.5)) return s;
      const iterators = s.shape.map((_, d) => `z${d}`);
      const indices = iterators.map((i) => iter(i));
      const [first] = indices;
      if (!first) return s;
      const start = binary('add', load('x', [first], s.dtype), int(s.shape.length));
      let fill: Stmt = build.store(s.name, indices, start);
      for (const [d, name] of [...iterators.entries()].reverse())
        fill = build.forLoop(name, { end: s.shape[d] ?? int(1) }, fill);
      return { ...s, access: 'cache', body: build.seq([fill, s.body]) };
    },
  });
  const locals = new Set(stmtsIn(body).flatMap((s) => (s.kind === 'varDef' && s.access === 'cache' ? [s.name] : [])));
  return { ...func, body, params: func.params.filter((p) => !locals.has(p)) };
};
