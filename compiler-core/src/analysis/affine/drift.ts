/** How the rounds of a loop change a scalar: read off its stores, without following the loop. */

import type { Expr, Stmt, Store } from '../../ir/nodes.ts';
import { childStmts, stmtsIn, writtenBy } from '../../ir/walk.ts';
import type { Drift } from './scalars.ts';

/** What one store adds: a number, or a sign; null where neither is known. */
type Change = bigint | 'up' | 'down' | null;

/** Whether a value is known not to be negative, or not to be positive. */
export type SignOf = (e: Expr) => 'up' | 'down' | null;

const isOwn = (e: Expr, name: string): boolean => e.kind === 'load' && e.tensor === name && e.indices.length === 0;
const literal = (e: Expr): bigint | null =>
  e.kind === 'int' ? e.value : e.kind === 'cast' ? literal(e.operand) : null;

const changeOf = (name: string, value: Expr, sign: SignOf): Change => {
  if (isOwn(value, name)) return 0n;
  if (value.kind !== 'binary') return null;
  const { op, lhs, rhs } = value;
  if (op === 'add' || op === 'sub') {
    const other = isOwn(lhs, name) ? rhs : op === 'add' && isOwn(rhs, name) ? lhs : null;
    if (!other) return null;
    const k = literal(other);
    if (k !== null) return op === 'add' ? k : -k;
    const s = sign(other);
    return s === null || op === 'add' ? s : s === 'up' ? 'down' : 'up';
  }
  if (!isOwn(lhs, name) || sign(lhs) !== 'up') return null;
  const k = literal(rhs);
  if (op === 'shr' || (op === 'roundTowards0Div' && k !== null && k >= 1n)) return 'down';
  // What is 0 stays 0, and what is more grows.
  return (op === 'shl' || op === 'mul') && k !== null && k >= 1n ? 'up' : null;
};

/** `changeOf` has seen that the value was not negative before; then it is not after. */
const isHalving = (e: Expr): boolean => e.kind === 'binary' && (e.op === 'shr' || e.op === 'roundTowards0Div');

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));

/** The stores that run in every round exactly once: those that no branch or loop inside stands around. */
const everyRound = (body: Stmt): ReadonlySet<Stmt> => {
  const out = new Set<Stmt>();
  const open: Stmt[] = [body];
  for (let s = open.pop(); s; s = open.pop()) {
    if (s.kind === 'store' || s.kind === 'reduceTo') out.add(s);
    if (s.kind === 'seq' || s.kind === 'varDef' || s.kind === 'assume') open.push(...childStmts(s));
  }
  return out;
};

/** The change of each scalar of `names` in a round of the loop with this body; without those of which nothing is known. */
export const driftsIn = (body: Stmt, names: ReadonlySet<string>, sign: SignOf): ReadonlyMap<string, Drift> => {
  const stores = new Map<string, Store[]>();
  const lost = new Set<string>();
  for (const s of stmtsIn(body)) {
    if (s.kind === 'notModelled' || s.kind === 'any') {
      if (s.kind === 'any' || s.tensors === null) return new Map();
      for (const t of s.tensors) lost.add(t);
    }
    if (s.kind === 'varDef') lost.add(s.name);
    for (const t of writtenBy(s)) {
      if (!names.has(t)) continue;
      if (s.kind === 'store') stores.set(t, [...(stores.get(t) ?? []), s]);
      else lost.add(t);
    }
  }
  const always = everyRound(body);
  const out = new Map<string, Drift>();
  for (const [name, all] of stores) {
    if (lost.has(name)) continue;
    const changes = all.map((s) => changeOf(name, s.value, sign));
    const [only] = all;
    const [first] = changes;
    if (only && all.length === 1 && typeof first === 'bigint' && always.has(only)) {
      out.set(name, { kind: 'every round', step: first });
      continue;
    }
    const goes = (d: 'up' | 'down'): boolean =>
      changes.every((c) => c === d || (typeof c === 'bigint' && (d === 'up' ? c >= 0n : c <= 0n)));
    const steps = changes.filter((c): c is bigint => typeof c === 'bigint');
    const up = goes('up');
    if (!up && !goes('down')) continue;
    const step = steps.length === changes.length ? steps.reduce(gcd, 0n) : 0n;
    if (step !== 0n) out.set(name, { kind: 'some rounds', step: up ? step : -step });
    else if (up) out.set(name, { kind: 'up' });
    else out.set(name, { kind: 'down', least: all.every(({ value }) => isHalving(value)) ? 0n : null });
  }
  return out;
};
