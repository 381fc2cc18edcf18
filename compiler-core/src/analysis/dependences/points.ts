/** The accesses of a function in the order in which one iteration of everything around them runs them. */

import type { Expr, Func, NodeId, Stmt, StmtOf, VarDef } from '../../ir/nodes.ts';
import { stmtsIn, visitStmt } from '../../ir/walk.ts';
import { type Move, moveSpan } from '../../text/move.ts';
import type { Span } from '../../text/span.ts';
import { collectSites } from '../accesses.ts';
import type { Context, Definition, LoopScope } from '../affine/context.ts';
import type { Piece } from '../affine/convert.ts';
import type { SymbolTable } from '../affine/symbols.ts';

export type LoopStmt = LoopScope['stmt'];

export interface AccessPoint {
  /** Position in program order: the loads of a statement come before its write. */
  readonly ordinal: number;
  /** `any`: a statement that is not modelled and may read and write any element. */
  readonly kind: 'read' | 'write' | 'reduce' | 'any';
  /** The operator of a reduction, or of an atomic update whose old value nobody asks for. */
  readonly operator: StmtOf<'reduceTo'>['op'] | StmtOf<'atomicRMW'>['op'] | null;
  readonly tensor: string;
  readonly definition: VarDef;
  /** Of the tensor, taken where it is defined. */
  readonly extents: Definition['extents'];
  /** The statement it stands in: that of a load in a loop's bounds is the loop. */
  readonly stmt: Stmt;
  readonly at: Span;
  /** From the outermost; the loop of which the bounds are read is not one of them. */
  readonly loops: readonly LoopScope[];
  /** Null: any element. */
  readonly indices: readonly { readonly expr: Expr; readonly pieces: readonly Piece[] }[] | null;
  readonly context: Context;
}

export const writes = (p: AccessPoint): boolean => p.kind !== 'read';
export const reads = (p: AccessPoint): boolean => p.kind !== 'write';

/** Updates that may change places: each other's operator is the same, and nobody sees the values in between. */
export const commute = (a: AccessPoint, b: AccessPoint): boolean =>
  a.operator !== null && a.operator === b.operator && a.operator !== 'exchange' && a.operator !== 'compareExchange';

export interface Points {
  readonly points: readonly AccessPoint[];
  /** Those that may touch the same storage, each list in program order. */
  readonly groups: readonly (readonly AccessPoint[])[];
  readonly symbols: SymbolTable;
  /** Whether the statement is the other one or stands in it. */
  readonly isInside: (stmt: NodeId, ancestor: NodeId) => boolean;
}

/** O(nodes · nesting). */
export const collectPoints = (func: Func): Points => {
  const { accesses, opaque, symbols } = collectSites(func);
  const points: AccessPoint[] = [];
  const add = (p: Omit<AccessPoint, 'ordinal' | 'loops'>): void => {
    points.push({ ...p, ordinal: points.length, loops: p.context.loops });
  };
  let next = 0;
  const wildcards = (before: number): void => {
    for (let o = opaque[next]; o && o.after <= before; o = opaque[++next]) {
      const { stmt, context } = o;
      for (const [tensor, { stmt: definition, extents }] of o.tensors) {
        add({
          kind: 'any',
          operator: null,
          tensor,
          definition,
          extents,
          stmt,
          at: stmt.origin.span,
          indices: null,
          context,
        });
      }
    }
  };
  accesses.forEach(({ kind, tensor, definition, stmt, at, indices, context }, k) => {
    wildcards(k);
    if (!definition) return;
    const update = stmt.kind === 'reduceTo' || (stmt.kind === 'atomicRMW' && stmt.result === null);
    const operator = kind === 'update' && update ? stmt.op : null;
    const how = kind === 'update' ? 'reduce' : kind;
    const { stmt: own, extents } = definition;
    add({ kind: how, operator, tensor, definition: own, extents, stmt, at, indices, context });
  });
  wildcards(accesses.length);
  return { points, groups: groupsOf(points, func), symbols, isInside: nestingOf(func) };
};

/** The accesses of `func`, which is that of `p` with the same ids, where its text has moved. O(nodes). */
export const movedPoints = (p: Points, func: Func, moves: readonly Move[]): Points => {
  const byId = new Map(stmtsIn(func.body).map((s) => [s.id, s]));
  const here = <S extends Stmt>(s: S): S => (byId.get(s.id) ?? s) as S;
  const points = p.points.map((a) => ({
    ...a,
    definition: here(a.definition),
    stmt: here(a.stmt),
    at: moveSpan(a.at, moves),
    loops: a.loops.map((l) => ({ ...l, stmt: here(l.stmt) })),
  }));
  const groups = p.groups.map((g) => g.map((a) => points[a.ordinal] ?? a));
  return { ...p, points, groups };
};

/** A name for the storage: a view has that of what it looks into, and tensors that may overlap have one together. */
const groupsOf = (points: readonly AccessPoint[], func: Func): readonly (readonly AccessPoint[])[] => {
  const storage = new Map<NodeId, string>();
  const visible = new Map<string, VarDef[]>();
  visitStmt(func.body, {
    enter: (s) => {
      if (s.kind !== 'varDef') return true;
      const base = s.view === null ? undefined : visible.get(s.view.tensor)?.at(-1);
      const own = s.access === 'cache' ? `local ${s.id}` : `global ${s.name}`;
      const shared = s.aliasClass === null ? own : `class ${s.aliasClass}`;
      storage.set(s.id, base === undefined ? shared : (storage.get(base.id) ?? shared));
      visible.set(s.name, [...(visible.get(s.name) ?? []), s]);
      return true;
    },
    leave: (s) => {
      if (s.kind === 'varDef') visible.get(s.name)?.pop();
    },
  });
  const groups = new Map<string, AccessPoint[]>();
  for (const p of points) {
    const key = storage.get(p.definition.id) ?? '';
    const group = groups.get(key);
    if (group) group.push(p);
    else groups.set(key, [p]);
  }
  return [...groups.values()];
};

const nestingOf = (func: Func): Points['isInside'] => {
  const range = new Map<NodeId, { readonly first: number; last: number }>();
  let count = 0;
  visitStmt(func.body, {
    enter: (s) => {
      range.set(s.id, { first: count++, last: 0 });
      return true;
    },
    leave: (s) => {
      const r = range.get(s.id);
      if (r) r.last = count;
    },
  });
  return (stmt, ancestor) => {
    const inner = range.get(stmt);
    const outer = range.get(ancestor);
    return inner !== undefined && outer !== undefined && outer.first <= inner.first && inner.first < outer.last;
  };
};
