/**
 * Puts neighbouring statements of one sequence into another order.
 *
 * Before, and after `swap([S2, S1])`:
 *
 * ```text
 * S1: y[i] = x[i]                     S2: z[i] = x[i]
 * S2: z[i] = x[i]                     S1: y[i] = x[i]
 * ```
 *
 * Legality: no dependence between two statements whose order changes, within one iteration of all loops around.
 * FreeTensor of 2022 refuses any dependence between them, also one between different iterations.
 */

import type { AccessPoint } from '../analysis/dependences/index.ts';
import { analyse } from '../analysis/dependences/index.ts';
import type { Func, NodeId, Stmt, StmtOf } from '../ir/nodes.ts';
import { findAll } from '../ir/paths.ts';
import { judge } from './legality.ts';
import { applied, DEFAULTS, type Options, type Rewrite, refused } from './rewrite.ts';
import { isRefused, locate, loopsAround, replaceWhere } from './tree.ts';

export interface SwapArgs {
  /** The statements, as they are to stand. */
  readonly order: readonly NodeId[];
}

export const swap = (func: Func, args: SwapArgs, options: Options = DEFAULTS): Rewrite<null> => {
  const { order } = args;
  const found = findSequence(func.body, order);
  if (!found) return refused('not-consecutive', func.origin.span, 'statements not found or not consecutive');
  const { seq, start } = found;
  const position = new Map(seq.stmts.map((s, k) => [s.id, k]));
  const stmts = [...seq.stmts];
  for (const [k, id] of order.entries()) stmts[start + k] = seq.stmts[position.get(id) ?? 0] as Stmt;

  const deps = analyse(func);
  const owner = (p: AccessPoint): NodeId | undefined => order.find((id) => deps.isInside(p.stmt.id, id));
  const changes = (e: AccessPoint, l: AccessPoint): boolean => {
    const [a, b] = [owner(e), owner(l)];
    if (a === undefined || b === undefined || a === b) return false;
    const before = (position.get(a) ?? 0) < (position.get(b) ?? 0);
    return before !== order.indexOf(a) < order.indexOf(b);
  };
  const around = loopsAround(locate(func, seq.id)).map((l) => ({ loop: l.id, direction: 'same' as const }));
  const truth = { pair: changes, directions: [around] };
  // `auto_swap` of later versions turns statements around that conflict across iterations alone, so their rule is exact.
  const rule = options.era === '2022' ? { pair: changes } : truth;
  const judgement = judge({ func, deps, rule, truth }, stmts[start]?.origin.span ?? func.origin.span);
  if (isRefused(judgement)) return judgement;
  const body = replaceWhere(func.body, (s) => (s === seq ? { ...seq, stmts } : null));
  return applied(func, body, null, new Map(), judgement.caveats);
};

/** The sequence in which the statements stand side by side, and where the first of them is. */
const findSequence = (
  root: Stmt,
  order: readonly NodeId[],
): { readonly seq: StmtOf<'seq'>; readonly start: number } | null => {
  if (order.length === 0 || new Set(order).size !== order.length) return null;
  for (const { stmt } of findAll(root, (s) => s.kind === 'seq')) {
    if (stmt.kind !== 'seq') continue;
    const at = order.map((id) => stmt.stmts.findIndex((s) => s.id === id));
    const start = Math.min(...at);
    if (start >= 0 && Math.max(...at) < start + order.length) return { seq: stmt, start };
  }
  return null;
};
