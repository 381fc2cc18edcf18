/**
 * Puts the value of a local tensor where it is loaded, if it is stored once and loaded once, later in the same sequence,
 * at the same element, and nothing that the value reads is written in between. The tensor goes with its last load.
 * Only where the element type is that of the value, so that results stay equal bit by bit. O(definitions · nodes).
 */

import { dtypeOf } from '../ir/dtype-of.ts';
import { sameExpr } from '../ir/match.ts';
import type { Expr, Func, Stmt, Store, VarDef } from '../ir/nodes.ts';
import { exprsIn, mapExpr, mapStmt, stmtsIn, writtenBy } from '../ir/walk.ts';
import { readsOf, writesOf } from './merge-branches.ts';

export const forwardOnce = (func: Func): Stmt =>
  mapStmt(func.body, { stmt: (s) => (s.kind === 'varDef' ? (forwarded(s) ?? s) : s) });

const forwarded = (def: VarDef): Stmt | null => {
  if (def.access !== 'cache' || def.view !== null || def.aliasClass !== null) return null;
  const inside = stmtsIn(def.body);
  if (inside.some((s) => s.kind === 'any' || s.kind === 'notModelled')) return null;
  const loads = inside.flatMap((s) => exprsIn(s)).filter((e) => e.kind === 'load' && e.tensor === def.name);
  const writes = inside.filter((s) => writtenBy(s).includes(def.name));
  const [write] = writes;
  if (writes.length !== 1 || write?.kind !== 'store' || dtypeOf(write.value) !== def.dtype) return null;
  const seq = inside.find((s) => s.kind === 'seq' && s.stmts.includes(write));
  if (seq?.kind !== 'seq') return null;
  const reader = readerOf(seq.stmts, write);
  // Every statement above a load counts it once more, so the loads of the reader are counted by themselves.
  const own = reader ? exprsIn(reader).filter((e) => e.kind === 'load' && e.tensor === def.name).length : 0;
  if (!reader || own !== 1 || new Set(loads).size !== 1) return null;
  return mapStmt(def.body, {
    stmt: (s) => (s === seq || (s.kind === 'seq' && s.id === seq.id) ? { ...s, stmts: replaced(s, write, reader) } : s),
  });
};

/** The leaf behind the store that loads its element, with nothing in between that changes the value. */
const readerOf = (stmts: readonly Stmt[], write: Store): Stmt | null => {
  const from = stmts.indexOf(write);
  const needed = readsOf(write.value);
  for (const s of stmts.slice(from + 1)) {
    const loads = exprsIn(s).flatMap((e) => (e.kind === 'load' && e.tensor === write.tensor ? [e] : []));
    if (loads.length > 0) {
      const leaf = s.kind === 'store' || s.kind === 'reduceTo';
      return leaf && loads.every((l) => l.indices.every((e, d) => sameExpr(e, write.indices[d] as Expr))) ? s : null;
    }
    if ([...writesOf(s)].some((t) => needed.has(t))) return null;
  }
  return null;
};

const replaced = (seq: Stmt, write: Store, reader: Stmt): readonly Stmt[] =>
  (seq.kind === 'seq' ? seq.stmts : []).flatMap((s) => {
    if (s.id === write.id) return [];
    if (s.id !== reader.id) return [s];
    return [
      mapStmt(s, {
        expr: (e) => mapExpr(e, (x) => (x.kind === 'load' && x.tensor === write.tensor ? write.value : x)),
      }),
    ];
  });
