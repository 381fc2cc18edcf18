/** Changes of a tensor's layout: every one of them gives its definition a new shape and each access new subscripts. */

import type { Expr, Func, NodeId, Stmt, VarDef } from '../ir/nodes.ts';
import { replaceAt } from '../ir/paths.ts';
import { mapExpr, mapStmt, stmtsIn } from '../ir/walk.ts';
import { finish } from './finish.ts';
import { type Caveat, type Options, type Refused, type Rewrite, refused } from './rewrite.ts';
import { type Located, labelOf, locate, notFound, traced } from './tree.ts';

/** A definition by id, or why there is none. */
export const locateDef = (func: Func, id: NodeId): Located<VarDef> | Refused => {
  const found = locate(func, id);
  if (!found) return notFound(func, id, 'Definition');
  const { stmt, path, chain } = found;
  if (stmt.kind !== 'varDef') {
    return refused('not-a-definition', stmt.origin.span, `${labelOf(stmt)} is not the definition of a tensor`);
  }
  return { stmt, path, chain };
};

export interface Layout {
  readonly shape: readonly Expr[];
  readonly subscripts: (old: readonly Expr[]) => readonly Expr[];
  /** The shape that a caller, or the size of the allocation, keeps; undefined where the new one takes its place. */
  readonly ioShape?: readonly Expr[] | undefined;
}

/** `s` with every access to `tensor` changed; loads in subscripts of others too. O(nodes). */
export const mapAccesses = (
  root: Stmt,
  tensor: string,
  change: (indices: readonly Expr[]) => { readonly tensor: string; readonly indices: readonly Expr[] },
): Stmt =>
  mapStmt(root, {
    expr: (e) => mapExpr(e, (x) => (x.kind === 'load' && x.tensor === tensor ? { ...x, ...change(x.indices) } : x)),
    stmt: (s) =>
      (s.kind === 'store' || s.kind === 'reduceTo' || s.kind === 'atomicRMW') && s.tensor === tensor
        ? { ...s, ...change(s.indices) }
        : s,
  });

/** Something in the scope of a tensor that reaches it otherwise than by subscripts; null where nothing does. */
export const unseenAccess = (def: VarDef): Stmt | null =>
  def.view !== null || def.aliasClass !== null
    ? def
    : (stmtsIn(def.body).find(
        (s) =>
          (s.kind === 'varDef' && s.view?.tensor === def.name) ||
          (s.kind === 'notModelled' && (s.tensors === null || s.tensors.includes(def.name))) ||
          ((s.kind === 'atomicRMW' || s.kind === 'collective') && s.result === def.name) ||
          s.kind === 'any',
      ) ?? null);

/** The end of a change of layout. The order of elements in an access is the same; nothing else changes. */
export const layOut = (
  func: Func,
  { stmt: def, path }: Located<VarDef>,
  layout: Layout,
  step: string,
  options: Options,
  caveats: readonly Caveat[] = [],
): Rewrite<null> => {
  const unseen = unseenAccess(def);
  if (unseen) return refused('not-modelled', unseen.origin.span, `\`${def.name}\` is accessed here without subscripts`);
  const body = mapAccesses(def.body, def.name, (indices) => ({
    tensor: def.name,
    indices: layout.subscripts(indices),
  }));
  const { ioShape: _, ...rest } = def;
  const changed: VarDef = {
    ...rest,
    origin: traced(def.origin, `${step} ${labelOf(def)}`),
    shape: layout.shape,
    ...(layout.ioShape && { ioShape: layout.ioShape }),
    body,
  };
  return finish(func, replaceAt(func.body, path, changed), null, options, { caveats });
};

export const isIo = (def: VarDef): boolean => def.access !== 'cache';
