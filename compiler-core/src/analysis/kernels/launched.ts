/** A kernel with what its launch says of its sizes put in, so that proofs know how they hang together. */

import { int, originAt, param } from '../../ir/build.ts';
import { type Expr, type Func, nodeId, type Stmt } from '../../ir/nodes.ts';
import { printExpr } from '../../ir/print.ts';
import { exprsIn, mapExpr, mapStmt, stmtsIn, visitExpr } from '../../ir/walk.ts';

/** Index space and group, in the order of the source's dimensions; null: not known. Expressions are of the kernel's own arguments. */
export interface LaunchSpace {
  readonly global: readonly Expr[] | null;
  readonly local: readonly Expr[] | null;
}

export const printSpace = ({ global, local }: LaunchSpace): string =>
  [global, local].map((sizes) => sizes?.map((e) => printExpr(e)).join() ?? '?').join(' by ');

/**
 * Sizes as somebody wrote them, in the order of the IR, which is SYCL's: OpenCL counts from the fastest dimension, and may leave
 * out those of size 1.
 */
export const spaceOf = (
  func: Func,
  { global, local }: { readonly global: readonly number[]; readonly local: readonly number[] | null },
  fastestFirst: boolean,
): LaunchSpace => {
  const dimensions = func.kernel?.dimensions ?? 1;
  const inOrder = (sizes: readonly number[]): readonly number[] =>
    fastestFirst ? Array.from({ length: dimensions }, (_, d) => sizes[dimensions - 1 - d] ?? 1) : sizes;
  return constantSpace(inOrder(global), local === null ? null : inOrder(local));
};

export const constantSpace = (global: readonly number[], local: readonly number[] | null): LaunchSpace => ({
  global: global.map((n) => int(n)),
  local: local?.map((n) => int(n)) ?? null,
});

/**
 * The kernel with `global_0`, `local_0`, ... replaced by their values. A value of the host that the kernel does not get
 * itself becomes a size of its own. O(nodes).
 */
export const launchedAs = (func: Func, { global, local }: LaunchSpace): Func => {
  const values = new Map<string, Expr>();
  const own = new Set(stmtsIn(func.body).flatMap((s) => (s.kind === 'varDef' ? [s.name] : [])));
  const known = (e: Expr): Expr =>
    mapExpr(e, (x) =>
      x.kind === 'load' && !own.has(x.tensor) ? param(x.indices.length === 0 ? x.tensor : printExpr(x), x.at) : x,
    );
  for (const [d, e] of (global ?? []).entries()) values.set(`global_${d}`, known(e));
  for (const [d, e] of (local ?? []).entries()) values.set(`local_${d}`, known(e));
  if (!func.externals.some(({ name }) => values.has(name))) return func;
  const put = (e: Expr): Expr => mapExpr(e, (x) => (x.kind === 'param' ? (values.get(x.name) ?? x) : x));
  const body = mapStmt(func.body, { expr: put });
  const used = new Set<string>();
  for (const e of exprsIn(body)) {
    visitExpr(e, (x) => {
      if (x.kind === 'param') used.add(x.name);
      return true;
    });
  }
  const kept = func.externals.filter(({ name }) => used.has(name));
  const named = new Set(kept.map(({ name }) => name));
  const added = [...used]
    .filter((name) => !named.has(name))
    .map((name) => ({ name, integer: true, origin: func.origin.span }));
  return { ...func, externals: [...kept, ...added], body };
};

/** The kernel with what its author vouches for: conditions on its arguments, behind their definitions. O(nodes). */
export const assuming = (func: Func, conditions: readonly Expr[]): Func => {
  if (conditions.length === 0) return func;
  let next = Math.max(0, ...stmtsIn(func.body).map(({ id }) => Number(id)));
  const inside = (s: Stmt): Stmt =>
    s.kind === 'varDef' && s.access !== 'cache'
      ? { ...s, body: inside(s.body) }
      : conditions.reduceRight<Stmt>((body, cond) => {
          next++;
          return { kind: 'assume', id: nodeId(next), names: [], origin: originAt(cond.at), cond, body };
        }, s);
  return { ...func, body: inside(func.body) };
};
