/**
 * How integer inputs are used, so that generated values make sense: as a subscript into a dimension, or as row
 * pointers whose neighbouring elements bound a loop. A heuristic for test data; no verdict rests on it.
 */

import type { BinaryOp, Expr, Stmt, VarDef } from '../ir/nodes.ts';
import { exprsIn, stmtsIn, visitExpr, visitStmt } from '../ir/walk.ts';

export interface IndexUse {
  /** The extents of the dimensions that its values index, as expressions of the definitions. */
  readonly indexes: readonly Expr[];
  /** It bounds loops (`ptr[i]` to `ptr[i + 1]`) whose iterators index these extents. */
  readonly points: readonly Expr[];
  /** Something is divided by it. */
  readonly divides: boolean;
}

/** The one tensor whose element a subscript is, looking through `+ c`, `- c` and casts; null for another shape. */
const elementOf = (e: Expr): string | null => {
  let at = e;
  while (true) {
    if (at.kind === 'load') return at.tensor;
    if (at.kind === 'cast') at = at.operand;
    else if (at.kind === 'binary' && (at.op === 'add' || at.op === 'sub') && at.rhs.kind === 'int') at = at.lhs;
    else return null;
  }
};

const DIVISIONS: ReadonlySet<BinaryOp> = new Set(['floorDiv', 'ceilDiv', 'roundTowards0Div', 'mod', 'remainder']);

/** All accesses of a function: tensor and subscripts. */
const accessesIn = (root: Stmt): { tensor: string; indices: readonly Expr[] }[] => [
  ...stmtsIn(root).flatMap((s) =>
    s.kind === 'store' || s.kind === 'reduceTo' || s.kind === 'atomicRMW'
      ? [{ tensor: s.tensor, indices: s.indices }]
      : [],
  ),
  ...exprsIn(root).flatMap((e) => (e.kind === 'load' ? [{ tensor: e.tensor, indices: e.indices }] : [])),
];

/** Uses of every tensor that has one. O(nodes · nesting). */
export const indexUses = (root: Stmt): ReadonlyMap<string, IndexUse> => {
  const defs = new Map<string, VarDef>();
  /** Scalars that hold an element of another tensor: `t[] = idx[i]`, by the tensor's name. */
  const holds = new Map<string, Set<string>>();
  for (const s of stmtsIn(root)) {
    if (s.kind === 'varDef') defs.set(s.name, s);
    const source = s.kind === 'store' ? elementOf(s.value) : null;
    if (s.kind === 'store' && source !== null) holds.set(s.tensor, (holds.get(s.tensor) ?? new Set()).add(source));
  }
  const indexes = new Map<string, Expr[]>();
  const points = new Map<string, Expr[]>();
  const add = (map: Map<string, Expr[]>, tensor: string, extent: Expr): void => {
    const reached = new Set([tensor]);
    for (const t of reached) {
      map.set(t, [...(map.get(t) ?? []), extent]);
      for (const source of holds.get(t) ?? []) reached.add(source);
    }
  };
  for (const { tensor, indices } of accessesIn(root)) {
    for (const [d, e] of indices.entries()) {
      const extent = defs.get(tensor)?.shape[d];
      const source = elementOf(e);
      if (extent && source !== null) add(indexes, source, extent);
    }
  }
  visitStmt(root, {
    enter: (s) => {
      if (s.kind !== 'for') return true;
      const sources = [elementOf(s.begin), elementOf(s.end)].filter((t) => t !== null);
      if (sources.length === 0) return true;
      for (const { tensor, indices } of accessesIn(s.body)) {
        for (const [d, e] of indices.entries()) {
          const extent = defs.get(tensor)?.shape[d];
          let uses = false;
          visitExpr(e, (x) => {
            uses ||= x.kind === 'var' && x.name === s.iter;
            return x.kind !== 'load';
          });
          if (extent && uses) for (const t of sources) add(points, t, extent);
        }
      }
      return true;
    },
  });
  const divisors = new Set(
    exprsIn(root).flatMap((e) => (e.kind === 'binary' && DIVISIONS.has(e.op) ? (elementOf(e.rhs) ?? []) : [])),
  );
  const names = new Set([...indexes.keys(), ...points.keys(), ...divisors]);
  return new Map(
    [...names].map((n) => [
      n,
      { indexes: indexes.get(n) ?? [], points: points.get(n) ?? [], divides: divisors.has(n) },
    ]),
  );
};
