/**
 * Drops a write whose element the same sequence writes again before anybody can read it; a store that is then updated
 * becomes one store of both. Both run together, since they stand in one sequence. Results stay equal bit by bit: two
 * updates of floats are not joined, as that would round otherwise.
 * O(statements² of a sequence).
 */

import { binary } from '../ir/build.ts';
import { dtypeOf } from '../ir/dtype-of.ts';
import { sameExpr } from '../ir/match.ts';
import type { BinaryOp, Expr, Func, ReduceOp, ReduceTo, Stmt, Store } from '../ir/nodes.ts';
import { type DType, isInt } from '../ir/types.ts';
import { exprsIn, isWall, mapStmt, stmtsIn, visitExpr } from '../ir/walk.ts';
import { linearForm } from './linear-form.ts';
import { readsOf, writesOf } from './merge-branches.ts';
import { flatten } from './simplify.ts';

type Write = Store | ReduceTo;
const isWrite = (s: Stmt): s is Write => s.kind === 'store' || s.kind === 'reduceTo';
const OPERATOR: Readonly<Record<ReduceOp, BinaryOp>> = {
  add: 'add',
  mul: 'mul',
  min: 'min',
  max: 'max',
  lAnd: 'lAnd',
  lOr: 'lOr',
};

export const removeWrites = (func: Func): Stmt => {
  const dtypes = new Map<string, DType>();
  const views = new Set<string>();
  for (const s of stmtsIn(func.body)) {
    if (s.kind !== 'varDef') continue;
    dtypes.set(s.name, s.dtype);
    if (s.view !== null || s.aliasClass !== null) for (const t of [s.name, s.view?.tensor ?? s.name]) views.add(t);
  }
  return mapStmt(flatten(func.body), {
    stmt: (s) => (s.kind === 'seq' ? { ...s, stmts: sequence(s.stmts, dtypes, views) } : s),
  });
};

const sequence = (
  all: readonly Stmt[],
  dtypes: ReadonlyMap<string, DType>,
  views: ReadonlySet<string>,
): readonly Stmt[] => {
  const stmts: (Stmt | null)[] = [...all];
  for (const [i, a] of all.entries()) {
    const now = stmts[i];
    if (!now || !isWrite(a) || !isWrite(now) || views.has(a.tensor)) continue;
    for (let j = i + 1; j < stmts.length; j++) {
      const b = stmts[j];
      if (!b) continue;
      if (isWrite(b) && b.tensor === now.tensor && sameIndices(now, b) && !readsElement(b.value, now)) {
        if (b.kind === 'store') stmts[i] = null;
        else {
          const joined = join(now, b, stmts.slice(i + 1, j), dtypes.get(now.tensor));
          if (joined) {
            stmts[i] = null;
            stmts[j] = joined;
          }
        }
        break;
      }
      if (mayRead(b, now)) break;
    }
  }
  return stmts.filter((s): s is Stmt => s !== null);
};

const sameIndices = (a: Write, b: Write): boolean => a.indices.every((e, d) => sameExpr(e, b.indices[d] as Expr));

/** Elements are apart where some subscript differs by a constant. */
const apart = (a: readonly Expr[], b: readonly Expr[]): boolean =>
  a.some((e, d) => {
    const [x, y] = [linearForm(e), linearForm(b[d] as Expr)];
    const gap = x && y && x.value.minus(y.value);
    return gap?.isConstant === true && gap.constant !== 0;
  });

const readsElement = (e: Expr, w: Write): boolean => {
  let found = false;
  visitExpr(e, (x) => {
    found ||= x.kind === 'load' && x.tensor === w.tensor && !apart(x.indices, w.indices);
    return !found;
  });
  return found;
};

/** An update reads its element, too. What is inside a loop may read any. */
const mayRead = (s: Stmt, w: Write): boolean => {
  const inside = stmtsIn(s);
  if (inside.some((x) => x.kind === 'any' || x.kind === 'notModelled' || x.kind === 'atomicRMW' || isWall(x)))
    return true;
  const leaf = inside.length === 1;
  if (!leaf) return writesOf(s).has(w.tensor) || exprsIn(s).some((e) => e.kind === 'load' && e.tensor === w.tensor);
  if (s.kind === 'reduceTo' && s.tensor === w.tensor && !apart(s.indices, w.indices)) return true;
  return exprsIn(s).some((e) => e.kind === 'load' && e.tensor === w.tensor && !apart(e.indices, w.indices));
};

const join = (a: Write, b: ReduceTo, between: readonly (Stmt | null)[], dtype: DType | undefined): Stmt | null => {
  const written = new Set(between.flatMap((s) => (s ? [...writesOf(s)] : [])));
  if ([...readsOf(a.value)].some((t) => written.has(t) || t === a.tensor)) return null;
  const value = binary(OPERATOR[b.op], a.value, b.value, b.at);
  if (a.kind === 'reduceTo') return a.op === b.op && dtype !== undefined && isInt(dtype) ? { ...b, value } : null;
  if (dtypeOf(a.value) !== dtype || dtypeOf(value) !== dtype) return null;
  const { id, names, origin, tensor, indices, at } = b;
  return { kind: 'store', id, names, origin, tensor, indices, value, at };
};
