/** Two kernels as one function: each item does what it does in the first one, then what it does in the second one. */

import { iter } from '../../../ir/build.ts';
import { type Expr, type For, type Func, type NodeId, nodeId, type Stmt, type VarDef } from '../../../ir/nodes.ts';
import { printExpr } from '../../../ir/print.ts';
import type { LaunchStep, ProgramArg } from '../../../ir/program.ts';
import { mapExpr, mapStmt, stmtsIn } from '../../../ir/walk.ts';

export interface Launched {
  readonly func: Func;
  readonly step: LaunchStep;
}

/** A kernel taken apart: what stands around its items, and what an item does. */
interface Parts {
  readonly params: readonly VarDef[];
  readonly groups: readonly For[];
  readonly shared: readonly VarDef[];
  readonly items: readonly For[];
  readonly body: Stmt;
}

export interface Merged {
  /** One kernel. */
  readonly fused: Func;
  /** One kernel after the other, in one function: for what both move. */
  readonly apart: Func;
  readonly first: NodeId;
  readonly second: NodeId;
  /** Dimensions of groups (or of all items, where there are no groups), and of items in them. */
  readonly groups: readonly NodeId[];
  readonly items: readonly NodeId[];
  /** Parameters that both have, by the names of the first kernel, with the memory behind them. */
  readonly common: readonly { readonly tensor: string; readonly memory: string }[];
  /** What the text of the second kernel calls the common ones. */
  readonly spelled: ReadonlyMap<string, string>;
}

const levelOf = (s: Stmt, level: string): s is For => s.kind === 'for' && s.property.parallel.startsWith(level);
const only = (s: Stmt): Stmt => (s.kind === 'seq' && s.stmts.length === 1 ? only(s.stmts[0] ?? s) : s);

const partsOf = ({ body }: Func): Parts | null => {
  const take = <S extends Stmt & { readonly body: Stmt }>(
    from: Stmt,
    is: (s: Stmt) => s is S,
  ): readonly [S[], Stmt] => {
    const out: S[] = [];
    let at = only(from);
    while (is(at)) {
      out.push(at);
      at = only(at.body);
    }
    return [out, at];
  };
  const isParam = (s: Stmt): s is VarDef => s.kind === 'varDef' && s.access !== 'cache';
  const isShared = (s: Stmt): s is VarDef => s.kind === 'varDef' && s.memory === 'gpu/shared';
  const [params, inside] = take(body, isParam);
  const [groups, group] = take(inside, (s): s is For => levelOf(s, 'blockIdx'));
  const [shared, inGroup] = take(group, isShared);
  const [items, item] = take(inGroup, (s): s is For => levelOf(s, 'threadIdx'));
  return groups.length === 0 ? null : { params, groups, shared, items, body: item };
};

/** `a.x` of the memory `m` is `m.x`: the same leaf of the same memory has the same key. */
const keyOf = (param: string, arg: ProgramArg): string =>
  arg.kind === 'memory' ? `memory ${arg.memory} ${leafOf(param)}` : `value ${printExpr(arg.value)} ${leafOf(param)}`;
const leafOf = (name: string): string => /\..*$/.exec(name)?.[0] ?? '';

/**
 * Integers as the mathematical ones: index arithmetic is taken not to overflow, so conversions to wider types say nothing.
 */
export const plainIntegers = (root: Expr): Expr =>
  mapExpr(root, (e) => {
    if (e.kind === 'var') return iter(e.name, e.at);
    return e.kind === 'cast' && /^u?int(?:32|64)$/.test(e.dtype) && isInteger(e.operand) ? e.operand : e;
  });
const isInteger = (e: Expr): boolean => {
  switch (e.kind) {
    case 'int':
    case 'var':
    case 'param':
      return true;
    case 'load':
    case 'cast':
      return /^u?int/.test(e.dtype);
    case 'binary':
      return e.op !== 'realDiv' && isInteger(e.lhs) && isInteger(e.rhs);
    default:
      return false;
  }
};

/** With other names for tensors and iterators, and ids from `from` on. */
const renamed = (root: Stmt, names: ReadonlyMap<string, string>, from: number): Stmt => {
  const name = (n: string): string => names.get(n) ?? n;
  return mapStmt(root, {
    expr: (e) =>
      mapExpr(e, (x) => {
        if (x.kind === 'load') return { ...x, tensor: name(x.tensor) };
        return x.kind === 'var' ? { ...x, name: name(x.name) } : x;
      }),
    stmt: (s) => {
      const id = nodeId(s.id + from);
      switch (s.kind) {
        case 'varDef':
          return { ...s, id, name: name(s.name), view: s.view && { ...s.view, tensor: name(s.view.tensor) } };
        case 'for':
          return { ...s, id, iter: name(s.iter) };
        case 'store':
        case 'reduceTo':
          return { ...s, id, tensor: name(s.tensor) };
        case 'atomicRMW':
          return { ...s, id, tensor: name(s.tensor), result: s.result && name(s.result) };
        case 'collective':
          return { ...s, id, result: s.result && name(s.result) };
        case 'notModelled':
          return { ...s, id, tensors: s.tensors?.map(name) ?? null };
        default:
          return { ...s, id };
      }
    },
  });
};

const around = (scopes: readonly (VarDef | For)[], body: Stmt): Stmt =>
  scopes.reduceRight<Stmt>((inside, s) => ({ ...s, body: inside }), body);

/** Null where one of them is no kernel of plain items. */
export const mergedKernels = (a: Launched, b: Launched): Merged | null => {
  const [p, q] = [partsOf(a.func), partsOf(b.func)];
  if (!p || !q || p.groups.length !== q.groups.length || p.items.length !== q.items.length) return null;
  const taken = new Set(
    stmtsIn(a.func.body).flatMap((s) => (s.kind === 'varDef' ? [s.name] : s.kind === 'for' ? [s.iter] : [])),
  );
  const byKey = new Map<string, string>();
  a.func.params.forEach((name, k) => {
    const arg = a.step.args[k];
    if (arg) byKey.set(keyOf(name, arg), name);
  });
  const names = new Map<string, string>();
  const common: { readonly tensor: string; readonly memory: string }[] = [];
  b.func.params.forEach((name, k) => {
    const arg = b.step.args[k];
    const same = arg && byKey.get(keyOf(name, arg));
    if (!arg || same === undefined) return;
    names.set(name, same);
    if (arg.kind === 'memory') common.push({ tensor: same, memory: arg.memory });
  });
  const pairs: readonly (readonly [For, For])[] = [...p.groups, ...p.items].map((loop, k) => [
    loop,
    [...q.groups, ...q.items][k] ?? loop,
  ]);
  for (const [x, y] of pairs) names.set(y.iter, x.iter);
  for (const s of stmtsIn(b.func.body)) {
    const own = s.kind === 'varDef' ? s.name : s.kind === 'for' ? s.iter : null;
    if (own === null || names.has(own)) continue;
    let fresh = own;
    while (taken.has(fresh)) fresh = `${fresh}'`;
    taken.add(fresh);
    names.set(own, fresh);
  }
  const from = 1 + Math.max(0, ...stmtsIn(a.func.body).map((s) => s.id));
  const other = partsOf({ ...b.func, body: renamed(b.func.body, names, from) });
  if (!other) return null;
  const written = new Map([...p.params, ...other.params].map((d) => [d.name, d]));
  for (const d of [...p.params, ...other.params]) if (d.access !== 'input') written.set(d.name, d);
  // Pointers are taken not to overlap; that is said with the verdict.
  const params = [...written.values()].map((d): VarDef => ({ ...d, aliasClass: null }));
  const scalars = params.filter((d) => d.memory === 'byvalue');
  const outer = [...scalars, ...params.filter((d) => d.memory !== 'byvalue')];
  const { origin } = a.func;
  const last = from + Math.max(0, ...stmtsIn(b.func.body).map((s) => s.id));
  const seq = (id: number, stmts: readonly Stmt[]): Stmt => ({
    kind: 'seq',
    id: nodeId(last + id),
    names: [],
    origin,
    stmts,
  });
  const [first, second] = [seq(1, [p.body]), seq(2, [other.body])];
  const plain = (body: Stmt): Func => ({
    ...a.func,
    params: outer.map((d) => d.name),
    externals: [
      ...a.func.externals,
      ...b.func.externals.filter(({ name }) => !a.func.externals.some((e) => e.name === name)),
    ],
    body: mapStmt(around(outer, body), { expr: plainIntegers }),
  });
  const whole = (parts: Parts, body: Stmt): Stmt => around([...parts.groups, ...parts.shared, ...parts.items], body);
  return {
    fused: plain(around([...p.groups, ...p.shared, ...other.shared, ...p.items], seq(3, [first, second]))),
    apart: plain(seq(3, [whole(p, first), whole(other, second)])),
    first: first.id,
    second: second.id,
    groups: p.groups.map((l) => l.id),
    items: p.items.map((l) => l.id),
    common,
    spelled: new Map(q.params.map((d) => [names.get(d.name) ?? d.name, d.spelled ?? d.name])),
  };
};
