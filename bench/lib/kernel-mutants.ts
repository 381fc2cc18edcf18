/** Faults planted in kernels: a barrier deleted, a subscript shifted, a guard dropped, an atomic made plain. */

import { binary, int, load } from '../../compiler-core/src/ir/build.ts';
import { type Expr, type Func, type NodeId, nodeId, type Stmt, type StmtOf } from '../../compiler-core/src/ir/nodes.ts';
import { mapStmt, stmtsIn } from '../../compiler-core/src/ir/walk.ts';

export type MutantKind = 'barrier deleted' | 'index shifted' | 'guard dropped' | 'atomic made plain';
export interface Mutant {
  readonly kind: MutantKind;
  readonly func: Func;
}

const empty = (s: Stmt): Stmt => ({ kind: 'seq', id: s.id, names: [], origin: s.origin, stmts: [] });

const replacing = (func: Func, id: NodeId, by: (s: Stmt) => Stmt): Func => ({
  ...func,
  body: mapStmt(func.body, { stmt: (s) => (s.id === id ? by(s) : s) }),
});

const shifted = (indices: readonly Expr[]): readonly Expr[] =>
  indices.map((e, d) => (d === indices.length - 1 ? binary('add', e, int(1, e.at), e.at) : e));

const plain = (s: StmtOf<'atomicRMW'>): Stmt | null => {
  const { op, tensor, indices, value, at, id, names, origin } = s;
  if (s.result !== null || (op !== 'add' && op !== 'max' && op !== 'min')) return null;
  // The type of a load decides nothing here.
  const old = load(tensor, indices, 'int32', at);
  return { kind: 'store', id, names, origin, tensor, indices, value: binary(op, old, value, at), at };
};

/** At most `most` of each kind, the first in the text. */
export const mutantsOf = (func: Func, most: number): readonly Mutant[] => {
  const all = stmtsIn(func.body);
  const shared = new Set(all.flatMap((s) => (s.kind === 'varDef' && s.memory !== 'gpu/local' ? [s.name] : [])));
  const out: Mutant[] = [];
  const add = (kind: MutantKind, made: readonly Func[]): void => {
    for (const one of made.slice(0, most)) out.push({ kind, func: one });
  };
  add(
    'barrier deleted',
    all.flatMap((s) => (s.kind === 'barrier' && s.scope === 'workGroup' ? [replacing(func, s.id, empty)] : [])),
  );
  add(
    'index shifted',
    all.flatMap((s) =>
      s.kind === 'store' && shared.has(s.tensor) && s.indices.length > 0
        ? [replacing(func, s.id, (x) => (x.kind === 'store' ? { ...x, indices: shifted(x.indices) } : x))]
        : [],
    ),
  );
  add(
    'guard dropped',
    all.flatMap((s) =>
      s.kind === 'if' && s.else === null
        ? [replacing(func, s.id, (x) => (x.kind === 'if' ? { ...x.then, id: nodeId(Number(x.then.id)) } : x))]
        : [],
    ),
  );
  add(
    'atomic made plain',
    all.flatMap((s) => {
      const made = s.kind === 'atomicRMW' && shared.has(s.tensor) ? plain(s) : null;
      return made === null ? [] : [replacing(func, s.id, () => made)];
    }),
  );
  return out;
};
