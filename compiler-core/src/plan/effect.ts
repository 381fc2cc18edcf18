/** What schedule calls make of a program: the verdict, the bytes it moves, local tensors, loops that may run in parallel. */

import type { For, Func, NodeId, VarDef } from '../ir/nodes.ts';
import { printExpr } from '../ir/print.ts';
import { stmtsIn } from '../ir/walk.ts';
import { parallelize } from '../transforms/parallelize.ts';
import type { Caveat, Options, Refused } from '../transforms/rewrite.ts';
import { type Bytes, bytesOf } from './bytes.ts';

/** Of one call, or of several in a row, the first of which that is refused ends them. */
export type Outcome =
  | { readonly kind: 'applied'; readonly after: Func; readonly caveats: readonly Caveat[] }
  | { readonly kind: 'refused'; readonly refusal: Refused };

/** `legal` is proved. What FreeTensor accepts, and we do not know of, is `undecided`. */
export type Verdict = 'legal' | 'refused' | 'changes the result' | 'undecided';

export const verdictOf = (outcome: Outcome): Verdict => {
  if (outcome.kind === 'refused') return 'refused';
  const kinds = new Set(outcome.caveats.map((c) => c.kind));
  return kinds.has('result-changes') ? 'changes the result' : kinds.has('undecided') ? 'undecided' : 'legal';
};

/** A local tensor that is smaller afterwards, or gone. */
export interface Shrunk {
  readonly tensor: string;
  readonly before: string;
  /** Null: it is gone. */
  readonly after: string | null;
}

export interface Effect {
  readonly verdict: Verdict;
  /** Of the program after it; null where it is refused. */
  readonly bytes: Bytes | null;
  readonly shrunk: readonly Shrunk[];
}

export const effectOf = (before: Func, outcome: Outcome): Effect => ({
  verdict: verdictOf(outcome),
  bytes: outcome.kind === 'applied' ? bytesOf(outcome.after) : null,
  shrunk: outcome.kind === 'applied' ? shrunkIn(before, outcome.after) : [],
});

/** Local tensors keep their names and ids while calls move them. */
const shrunkIn = (before: Func, after: Func): readonly Shrunk[] => {
  const locals = (f: Func): readonly VarDef[] =>
    stmtsIn(f.body).filter((s): s is VarDef => s.kind === 'varDef' && s.access === 'cache');
  const now = new Map(locals(after).map((d) => [d.id, d]));
  const shape = (d: VarDef): string => `[${d.shape.map((e) => printExpr(e)).join(', ')}]`;
  return locals(before).flatMap((old) => {
    const left = now.get(old.id);
    const [was, is] = [shape(old), left ? shape(left) : null];
    return was === is ? [] : [{ tensor: old.name, before: was, after: is }];
  });
};

/** Whether no two iterations of a loop conflict, updates of one element by one operator apart. */
export const isParallel = (func: Func, loop: NodeId, options: Options): boolean => {
  const r = parallelize(func, { loop, parallel: 'openmp' }, options);
  return r.kind === 'applied' && isSure(r.caveats);
};
const isSure = (caveats: readonly Caveat[]): boolean =>
  caveats.every((c) => c.kind !== 'result-changes' && c.kind !== 'undecided');

/** `lost`: a loop that can run in parallel is part of one of which two iterations conflict. `none`: neither is shown. */
export type Parallelism = 'kept' | 'lost' | 'none';

export const parallelismOf = (
  before: Func,
  loops: readonly For[],
  after: Func,
  joined: NodeId,
  options: Options,
): Parallelism => {
  const r = parallelize(after, { loop: joined, parallel: 'openmp' }, options);
  if (r.kind === 'applied') return isSure(r.caveats) ? 'kept' : 'none';
  return r.truth === 'conflict' && loops.some((l) => isParallel(before, l.id, options)) ? 'lost' : 'none';
};

/** A size that nothing says counts as this, where numbers are wanted. */
export const ASSUMED_SIZE = 1024;

/** Part of the bytes of `before` that `after` does not move, for sizes as assumed; null where not known. */
export const savedShare = (before: Bytes, after: Bytes): number | null => {
  const values = new Map([...before.sizes, ...after.sizes].map((name) => [name, ASSUMED_SIZE]));
  const [a, b] = [before.at(values), after.at(values)];
  return a === null || b === null || a === 0 ? null : (a - b) / a;
};
