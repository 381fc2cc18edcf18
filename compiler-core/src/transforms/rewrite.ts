/**
 * The contract of every rewrite (DESIGN 6): new IR and a map of ids, or a refusal with two instances that conflict.
 *
 * Two answers are given. `kind` is what FreeTensor of the era answers to the call. What is true stands beside it:
 * `caveats` of an accepted call (it may change results all the same), `truth` of a refused one (there may be no
 * conflict at all). A rewrite never edits in place; a refusal leaves nothing behind.
 */

import { type Forward, forwarded, forwardOf } from '../ir/forward.ts';
import type { Func, NodeId, Stmt } from '../ir/nodes.ts';
import { stmtsIn } from '../ir/walk.ts';
import type { Span } from '../text/span.ts';
import { REFUSALS, type RefusalCode } from './refusals.ts';
import type { Settled } from './settled.ts';

/** FreeTensor of May 2022, or since 1.0: names of new statements, arguments and returned values differ. */
export type Era = '2022' | 'later';

/** One execution of one access: the statement, what it does, and the value of each loop around it, outermost first. */
export interface Instance {
  readonly stmt: NodeId;
  readonly access: 'read' | 'write' | 'reduce';
  readonly at: Span;
  readonly iterators: ReadonlyMap<string, bigint>;
}

/**
 * Two instances that touch one element and may not change their order; ids are those of the program they were found in.
 * Executable: with `values` bound, an interpreter that reaches both sees the same element of `tensor`.
 */
export interface Conflict {
  readonly tensor: string;
  /** Null in a dimension that is not affine. */
  readonly element: readonly (bigint | null)[];
  /** Sizes, and data where they are part of it, as the user reads them. */
  readonly values: Readonly<Record<string, string>>;
  readonly earlier: Instance;
  readonly later: Instance;
  readonly text: string;
  /** The program in which the instances run, where it is another than that before the call: one on the way. */
  readonly program?: Func;
}

/** The same conflict, of a program on the way. */
export const foundIn = (program: Func, c: Conflict | null): Conflict | null => c && { program, ...c };

/**
 * - `result-changes`: the era accepts, and two instances change their order all the same.
 * - `reordered-reduction`: updates with one operator change their order; exact for integers, rounding differs for floats.
 * - `no-effect`: the era accepts, and nothing happens.
 * - `undecided`: the analysis could not tell (budget, or code that is not modelled).
 */
export interface Caveat {
  readonly kind: 'result-changes' | 'reordered-reduction' | 'no-effect' | 'undecided';
  readonly text: string;
  readonly at: Span;
  readonly witness: Conflict | null;
}

export interface Applied<R> {
  readonly kind: 'applied';
  readonly ir: Func;
  readonly forward: Forward;
  /** What the call returns: ids of new statements. An id may be gone already where simplification removed it. */
  readonly result: R;
  readonly caveats: readonly Caveat[];
}

export interface Refused {
  readonly kind: 'refused';
  readonly code: RefusalCode;
  readonly at: Span;
  readonly message: string;
  /** The conflict of a `dependence`; null for the rules of structure. */
  readonly witness: Conflict | null;
  /** `conflict`: results would change. `safe`: they would not, the era's rule is coarser. `structure`: no such question. */
  readonly truth: 'conflict' | 'safe' | 'unknown' | 'structure';
}

export type Rewrite<R> = Applied<R> | Refused;

export interface Options {
  readonly era: Era;
  /** Steps that all questions of one call may take together. */
  readonly budget: number;
  /** What simplification has found so far, for calls of one schedule. */
  readonly settled?: Settled;
}
export const DEFAULTS: Options = { era: '2022', budget: 2_000_000 };

export const refused = (
  code: RefusalCode,
  at: Span,
  message: string,
  more: Partial<Pick<Refused, 'witness' | 'truth'>> = {},
): Refused => ({
  kind: 'refused',
  code,
  at,
  message,
  witness: more.witness ?? null,
  truth: more.truth ?? (REFUSALS[code].rule === 'structure' ? 'structure' : 'unknown'),
});

/**
 * An applied rewrite with its whole forward map. `copies` says where statements went that got new ids; every id of
 * `before` that is not in `body` any more is gone. O(nodes).
 */
export const applied = <R>(
  before: Func,
  body: Stmt,
  result: R,
  copies: ReadonlyMap<NodeId, readonly NodeId[]> = new Map(),
  caveats: readonly Caveat[] = [],
): Applied<R> => {
  const here = new Set(stmtsIn(body).map((s) => s.id));
  const first = forwardOf(copies);
  const moved = new Map<NodeId, readonly NodeId[]>();
  for (const { id } of stmtsIn(before.body)) {
    const ids = forwarded(first, id).filter((k) => here.has(k));
    if (ids.length !== 1 || ids[0] !== id) moved.set(id, ids);
  }
  return { kind: 'applied', ir: { ...before, body }, forward: { moved }, result, caveats };
};
