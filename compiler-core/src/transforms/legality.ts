/**
 * Both answers about dependences: what the era's rule says, and what is true.
 *
 * FreeTensor looks at the last earlier access of each element only, and takes any two updates of a tensor for
 * commuting, and every loop for running upwards. So it accepts what changes results; and where its rule asks more than it needs, it refuses what does not.
 */

import {
  analyse,
  type ConflictWitness,
  type Dependence,
  type Dependences,
  describe,
  type Query,
  type WitnessEnd,
} from '../analysis/dependences/index.ts';
import type { Expr, Func, Stmt } from '../ir/nodes.ts';
import { isFloat } from '../ir/types.ts';
import { ownExprs, visitExpr, visitStmt } from '../ir/walk.ts';
import type { Span } from '../text/span.ts';
import { ascending } from './ascending.ts';
import { type Caveat, type Conflict, type Instance, type Refused, refused } from './rewrite.ts';

export interface Question {
  /** The program that the rule is asked of. */
  readonly func: Func;
  readonly deps: Dependences;
  /** The dependences that make FreeTensor refuse. */
  readonly rule: Query;
  /** Those that change their order, over the program before the rewrite; `rule` itself where it is exact. */
  readonly truth?: Query;
  /** The dependences that `truth` is asked of, where these are of another program. */
  readonly truthDeps?: Dependences;
}

export type Judgement = Refused | { readonly kind: 'accepted'; readonly caveats: readonly Caveat[] };

const instance = (d: Dependence['earlier'], end: WitnessEnd): Instance => ({
  stmt: d.stmt.id,
  access: d.kind === 'any' ? 'write' : d.kind,
  at: d.at,
  iterators: new Map(end.iterators.map(({ name, value }) => [name, BigInt(value)])),
});

/** The two instances of a dependence; null where the analysis has none to show. */
export const conflictOf = (d: Dependence): Conflict | null => {
  const answer = d.witness();
  const w: ConflictWitness | null = answer.kind === 'known' ? answer.value : null;
  if (!w) return null;
  return {
    tensor: d.tensor,
    element: w.later.index.map((x) => (x === null ? null : BigInt(x))),
    values: w.values,
    earlier: instance(d.earlier, w.earlier),
    later: instance(d.later, w.later),
    text: w.text,
  };
};

/** What FreeTensor's query leaves out: pairs of updates, whatever their operators, and all but the nearest access. */
export const asFreeTensor = (q: Query): Query => ({
  ...q,
  nearest: true,
  pair: (e, l) => !(e.kind === 'reduce' && l.kind === 'reduce') && (q.pair?.(e, l) ?? true),
});

/** The strongest dependence a query finds. */
const strongest = (deps: Dependences, q: Query): Dependence | null =>
  deps.first({ ...q, relax: 'necessary' }) ?? deps.first(q);

export const truthOf = (
  deps: Dependences,
  q: Query,
): { readonly truth: Refused['truth']; readonly d: Dependence | null } => {
  const d = strongest(deps, q);
  return { d, truth: d === null ? 'safe' : d.certainty === 'must' ? 'conflict' : 'unknown' };
};

/** Caveats of an accepted rewrite. */
export const caveatsOf = (deps: Dependences, q: Query): readonly Caveat[] => {
  const { truth, d } = truthOf(deps, q);
  const out: Caveat[] = [];
  if (d) {
    const kind = truth === 'conflict' ? 'result-changes' : 'undecided';
    out.push({ kind, text: describe(d), at: d.later.at, witness: conflictOf(d) });
  }
  const moved = deps.find({
    ...q,
    reductions: 'kept',
    pair: (e, l) => bothFloatReductions(e, l) && (q.pair?.(e, l) ?? true),
  });
  for (const r of moved) {
    if (r.earlier.operator !== r.later.operator) continue;
    out.push({ kind: 'reordered-reduction', text: describe(r), at: r.later.at, witness: null });
  }
  return out;
};
const bothFloatReductions = (e: Dependence['earlier'], l: Dependence['later']): boolean =>
  e.kind === 'reduce' && l.kind === 'reduce' && isFloat(e.definition.dtype);

export const judge = ({ func, deps, rule, truth = rule, truthDeps = deps }: Question, at: Span): Judgement => {
  const free = unboundIterator(func);
  if (free !== null) return refused('ill-formed', at, `iterator ${free} is used outside its loop`);
  const seen = ascending(func);
  const found = (seen === func ? deps : analyse(seen)).first(asFreeTensor(rule));
  if (!found) return { kind: 'accepted', caveats: caveatsOf(truthDeps, truth) };
  const real = truthOf(truthDeps, truth);
  const shown = real.d ?? found;
  return refused('dependence', at, `${describe(found)} cannot be resolved`, {
    truth: real.truth,
    witness: conflictOf(shown),
  });
};

/** An iterator that some bound, subscript or condition uses outside its loop, as FreeTensor's own rewrites may leave it. */
const unboundIterator = (func: Func): string | null => {
  const scope = new Map<string, number>();
  let found: string | null = null;
  const own = (s: Stmt): readonly Expr[] => (s.kind === 'for' ? [s.begin, s.end, s.step] : ownExprs(s));
  visitStmt(func.body, {
    enter: (s) => {
      for (const e of own(s)) {
        visitExpr(e, (x) => {
          if (x.kind === 'var' && !scope.get(x.name)) found ??= x.name;
          return found === null;
        });
      }
      if (s.kind === 'for') scope.set(s.iter, (scope.get(s.iter) ?? 0) + 1);
      return found === null;
    },
    leave: (s) => {
      if (s.kind === 'for') scope.set(s.iter, (scope.get(s.iter) ?? 1) - 1);
    },
  });
  return found;
};
