/** The rounds of a `while` loop whose condition depends on constants alone, such as `for (int s = 32; s > 0; s >>= 1)`. */

import type { Expr, Stmt, While } from '../../../ir/nodes.ts';
import { type DType, isInt } from '../../../ir/types.ts';
import { childStmts, mapExpr, stmtsIn, visitExpr, writtenBy } from '../../../ir/walk.ts';
import { constantTruth } from './plain-index.ts';

const MAX_ROUNDS = 40;

type Values = ReadonlyMap<string, Expr>;

/** Assignments that every round makes, in order, and the variables that are written in other ways. */
const steps = (
  body: Stmt,
): { readonly stores: Extract<Stmt, { kind: 'store' }>[]; readonly other: ReadonlySet<string> } => {
  const stores: Extract<Stmt, { kind: 'store' }>[] = [];
  const other = new Set<string>();
  const level = (s: Stmt): void => {
    if (s.kind === 'seq') for (const inner of s.stmts) level(inner);
    else if (s.kind === 'varDef' || s.kind === 'assert' || s.kind === 'assume') level(s.body);
    else if (s.kind === 'if' && constantTruth(s.cond) === true) level(s.then);
    else if (s.kind === 'store' && s.indices.length === 0) stores.push(s);
    else for (const inner of stmtsIn(s)) for (const name of writtenBy(inner)) other.add(name);
  };
  level(body);
  return { stores, other };
};

/**
 * What the variables of the condition are worth at the start of each round, and after the last; null where they are no constants, or there
 * are too many rounds.
 * @param plain simplifies an expression of constants to one
 */
export const roundsOf = (
  loop: While,
  initial: (name: string) => Expr | null,
  dtypeOf: (name: string) => DType,
  plain: (e: Expr) => Expr,
): { readonly rounds: readonly Values[]; readonly last: Values } | null => {
  const wanted = new Set<string>();
  visitExpr(loop.cond, (e) => {
    if (e.kind === 'load') wanted.add(e.tensor);
    return true;
  });
  if (wanted.size === 0) return null;
  const { stores, other } = steps(loop.body);
  let values = new Map<string, Expr>();
  for (const name of wanted) {
    const first = initial(name);
    if (other.has(name) || !isInt(dtypeOf(name)) || first?.kind !== 'int') return null;
    values.set(name, first);
  }
  const put = (e: Expr): Expr =>
    plain(mapExpr(e, (x) => (x.kind === 'load' && x.indices.length === 0 ? (values.get(x.tensor) ?? x) : x)));
  const rounds: Values[] = [];
  for (;;) {
    const goes = constantTruth(put(loop.cond));
    if (goes === null) return null;
    if (!goes) return { rounds, last: values };
    rounds.push(values);
    if (rounds.length > MAX_ROUNDS) return null;
    for (const s of stores) {
      if (!wanted.has(s.tensor)) continue;
      const next = put(s.value);
      if (next.kind !== 'int') return null;
      values = new Map(values).set(s.tensor, next);
    }
  }
};

/** Variables that one statement of a loop's body, in every round, adds to; with what it adds. */
export const countersOf = (body: Stmt): Map<string, Expr> => {
  const written = new Map<string, number>();
  for (const s of stmtsIn(body)) for (const name of writtenBy(s)) written.set(name, (written.get(name) ?? 0) + 1);
  const out = new Map<string, Expr>();
  const level = (s: Stmt): void => {
    if (s.kind === 'seq') for (const inner of s.stmts) level(inner);
    else if (s.kind === 'varDef' || s.kind === 'assert' || s.kind === 'assume')
      for (const inner of childStmts(s)) level(inner);
    else if (s.kind === 'if' && constantTruth(s.cond) === true) level(s.then);
    else if (s.kind === 'store' && s.indices.length === 0 && written.get(s.tensor) === 1) {
      const value = s.value.kind === 'cast' ? s.value.operand : s.value;
      if (value.kind !== 'binary' || (value.op !== 'add' && value.op !== 'sub')) return;
      const own = value.lhs.kind === 'load' && value.lhs.tensor === s.tensor;
      if (!own) return;
      const by = value.rhs;
      out.set(
        s.tensor,
        value.op === 'add'
          ? by
          : { kind: 'binary', op: 'sub', lhs: { kind: 'int', value: 0n, at: by.at }, rhs: by, at: by.at },
      );
    }
  };
  level(body);
  return out;
};
