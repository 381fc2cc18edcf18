/**
 * Moves definitions of local tensors to where they are used, and makes them as small as what is used there.
 *
 * Before, and after:
 *
 * ```text
 * @cache t: float32[n] {                  for i in 0 : n : 1 {
 *   for i in 0 : n : 1 {                    @cache t: float32[1] {
 *     t[i] = x[i]                             t[0] = x[i]
 *     y[i] = t[i] * t[i]                      y[i] = t[0] * t[0]
 *   } }                                     } }
 * ```
 *
 * A definition moves into a loop if no value goes through the tensor from one iteration to another: no dependence RAW of the
 * last write before a read is carried by the loop. It moves past statements that do not touch the tensor. A
 * dimension of which everything lies between two terms of outer names has the length between these; it stays as it is
 * where that may be negative.
 * @source `sink_var` and `shrink_var` of FreeTensor, which also narrows to what is read and guards the writes.
 */

import { analyse, type Dependences } from '../analysis/dependences/index.ts';
import { binary, int } from '../ir/build.ts';
import { sameExpr } from '../ir/match.ts';
import type { Expr, Func, Stmt, VarDef } from '../ir/nodes.ts';
import { replaceAt } from '../ir/paths.ts';
import { childStmts, ownExprs, stmtsIn, withParts } from '../ir/walk.ts';
import { boundingBox } from './bounding-box.ts';
import { alwaysHold } from './decide.ts';
import { mapAccesses, unseenAccess } from './layout.ts';
import { readsOf, writesOf } from './merge-branches.ts';
import { flatten } from './simplify.ts';
import { builderFor, locate, mentions, touches } from './tree.ts';

const isLocal = (s: Stmt): s is VarDef => s.kind === 'varDef' && s.access === 'cache' && unseenAccess(s) === null;

const uses = (s: Stmt, tensor: string): boolean => stmtsIn(s).some((x) => touches(x, tensor));

/** O(definitions · nodes), and one query per loop that a definition may move into. */
export const sinkDefinitions = (func: Func): Func => {
  const deps = analyse(func);
  const build = builderFor(func);
  const sink = (def: VarDef): Stmt => {
    const around = (s: Stmt): VarDef => ({ ...def, body: s });
    const into = (s: Stmt): Stmt => {
      // What the shape is made of has to mean the same there.
      const keeps = (x: Stmt): boolean =>
        !def.shape.some((e) => [...readsOf(e)].some((t) => writesOf(x).has(t))) &&
        !(x.kind === 'for' && mentions(def.shape, x.iter)) &&
        !(x.kind === 'varDef' && (x.name === def.name || def.shape.some((e) => readsOf(e).has(x.name))));
      switch (s.kind) {
        case 'seq': {
          const used = s.stmts.flatMap((k, i) => (uses(k, def.name) ? [i] : []));
          const [first, last] = [used[0], used.at(-1)];
          if (first === undefined || last === undefined) return s;
          if (!s.stmts.slice(0, first).every(keeps)) return around(s);
          const some = s.stmts.slice(first, last + 1);
          const [only] = some;
          const inner = only && some.length === 1 ? into(only) : around(build.seq(some));
          return { ...s, stmts: [...s.stmts.slice(0, first), inner, ...s.stmts.slice(last + 1)] };
        }
        case 'varDef':
          return keeps(s) && !ownExprs(s).some((e) => readsOf(e).has(def.name))
            ? { ...s, body: into(s.body) }
            : around(s);
        case 'for': {
          const own = ownExprs(s).some((e) => readsOf(e).has(def.name));
          return own || !keeps(s) || s.property.noDeps.includes(def.name) || isCarried(deps, def, s.id)
            ? around(s)
            : { ...s, body: into(s.body) };
        }
        default:
          return around(s);
      }
    };
    return into(def.body);
  };
  const go = (s: Stmt): Stmt => {
    const kids = childStmts(s).map(go);
    const own = kids.every((k, i) => k === childStmts(s)[i]) ? s : withParts(s, kids, ownExprs(s));
    return isLocal(own) ? sink(own) : own;
  };
  return { ...func, body: flatten(go(func.body)) };
};

const isCarried = (deps: Dependences, def: VarDef, loop: Stmt['id']): boolean =>
  deps.first({
    kinds: ['RAW'],
    earlier: (p) => p.definition.id === def.id,
    directions: [[{ loop, direction: 'different' }]],
    nearest: true,
    reductions: 'kept',
    noDeps: 'ignore',
    scope: 'ignore',
  }) !== null;

/** @param budget steps of the solver for all definitions. */
export const shrinkDefinitions = (func: Func, budget: number): Func => {
  let now = func;
  for (const { id } of stmtsIn(func.body).filter(isLocal)) {
    const found = locate(now, id);
    const def = found?.stmt;
    if (!found || !def || !isLocal(def) || def.shape.length === 0) continue;
    const at = { ...found, stmt: def.body, chain: [...found.chain, def.body], path: found.path };
    const prove = (conditions: readonly Expr[]): readonly boolean[] => alwaysHold(now, at, conditions, budget);
    const box = boundingBox({ stmt: def.body, tensor: def.name, shape: def.shape, together: [] }, 'all', prove);
    if (!box) continue;
    const lengths = def.shape.map((_, d) => {
      const [low, high] = [box.low[d] ?? int(0), box.high[d] ?? int(0)];
      return binary('add', binary('sub', high, low), int(1));
    });
    const fine = prove(lengths.map((e) => binary('ge', e, int(0))));
    const shape = def.shape.map((e, d) => (fine[d] ? (lengths[d] ?? e) : e));
    const low = def.shape.map((_, d) => (fine[d] ? (box.low[d] ?? int(0)) : int(0)));
    if (low.every((e) => e.kind === 'int' && e.value === 0n) && shape.every((e, d) => sameExpr(e, def.shape[d] ?? e)))
      continue;
    const body = mapAccesses(def.body, def.name, (indices) => ({
      tensor: def.name,
      indices: indices.map((e, d) => binary('sub', e, low[d] ?? int(0), e.at)),
    }));
    now = { ...now, body: replaceAt(now.body, found.path, { ...def, shape, body }) };
  }
  return now;
};
