/**
 * Joins two loops, one directly behind the other, into one.
 *
 * Before, and after `fuse(L1, L2)`:
 *
 * ```text
 * L1: for i in 0 : n : 1 { y[i] = x[i] }     fused.L1.L2: for i in 0 : n : 1 {
 * L2: for j in 0 : n : 1 { z[j] = y[j] }       y[i] = x[i]
 *                                              z[i] = y[i]
 *                                            }
 * ```
 *
 * Legality: equal lengths; and in the fused loop no dependence `normal` from the second body to the first: what the
 * second loop did after all of the first it does before the later iterations of it.
 */

import { analyse } from '../analysis/dependences/index.ts';
import { binary, iter, loopLength } from '../ir/build.ts';
import { sameExpr } from '../ir/match.ts';
import type { For, Func, NodeId, Stmt } from '../ir/nodes.ts';
import { childStmts, stmtsIn } from '../ir/walk.ts';
import { finishAsIs } from './finish.ts';
import { forwardOnce } from './forward-once.ts';
import { judge } from './legality.ts';
import { readsOf, writesOf } from './merge-branches.ts';
import { mergedNoDeps } from './no-deps.ts';
import { propagateConstants } from './propagate-constants.ts';
import { DEFAULTS, type Options, type Refused, type Rewrite, refused } from './rewrite.ts';
import { flatten, simplify } from './simplify.ts';
import { shrinkDefinitions, sinkDefinitions } from './sink.ts';
import {
  builderFor,
  derivedNames,
  isRefused,
  labelOf,
  locate,
  loopsAround,
  replaceIterator,
  replaceWhere,
  traced,
  valueAt,
} from './tree.ts';

export interface FuseArgs {
  readonly loop0: NodeId;
  /** Null: the loop that follows. */
  readonly loop1?: NodeId | null;
  /** Refuse where the lengths are not the same expression. */
  readonly strict?: boolean;
}

/** @returns the fused loop. */
export const fuse = (before: Func, args: FuseArgs, options: Options = DEFAULTS): Rewrite<NodeId> => {
  if (args.loop1 === undefined || args.loop1 === null) {
    const func = { ...before, body: flatten(before.body) };
    const next = following(func, args.loop0);
    return isRefused(next) ? next : fuse(func, { ...args, loop1: next.id }, options);
  }
  const pair = findPair(before, args.loop0, args.loop1);
  if (isRefused(pair)) return pair;
  const { seq, at: k, first, second } = pair;
  const [l0, l1] = [first.loop, second.loop];
  const written = writesOf(l0);
  for (const s of second.scopes) {
    if (s.kind === 'varDef' && s.shape.some((e) => [...readsOf(e)].some((t) => written.has(t)))) {
      return refused('shape-changes', s.origin.span, `the first loop changes the shape of ${s.name}`);
    }
  }

  const build = builderFor(before, traced(l0.origin, `fuse ${labelOf(l0)}, ${labelOf(l1)}`));
  const [n0, n1] = [loopLength(l0), loopLength(l1)];
  if (args.strict && !sameExpr(n0, n1)) {
    return refused(
      'length-undetermined',
      l1.at,
      `it cannot be shown that ${labelOf(l0)} and ${labelOf(l1)} are of one length`,
    );
  }
  const i = iter(l0.iter, l0.at);
  const body0 = guarded(replaceIterator(l0.body, l0.iter, valueAt(l0, i)), first.scopes);
  const body1 = guarded(replaceIterator(l1.body, l1.iter, valueAt(l1, i)), second.scopes);
  const label = `fused.${labelOf(l0)}.${labelOf(l1)}`;
  const names = derivedNames(options.era, label, 'fuse', [l0, l1]);
  const noDeps = mergedNoDeps(before, [l0, l1]);
  // What stood around the loops marks the bodies, so that the query can tell them apart.
  const [part0, part1] = [build.seq([body0]), build.seq([body1])];
  const loop = build.forLoop(l0.iter, { end: n0, at: l0.at }, build.seq([part0, part1]), { noDeps }, { names });
  const whole = wrapped(wrapped(loop, second.scopes, 'front'), first.scopes, 'back');
  const fused = args.strict ? whole : build.assertThat(binary('eq', n0, n1, l0.at), whole);
  const asserted = args.strict ? null : fused.id;
  const stmts = [...seq.stmts.slice(0, k), fused, ...seq.stmts.slice(k + 2)];
  const raw = { ...before, body: replaceWhere(before.body, (s) => (s === seq ? { ...seq, stmts } : null)) };

  const deps = analyse(raw);
  const original = analyse(before);
  const around = loopsAround(locate(before, l0.id)).map((l) => ({ loop: l.id, direction: 'same' as const }));
  const judgement = judge(
    {
      func: raw,
      deps,
      rule: {
        earlier: deps.inside(part1.id),
        later: deps.inside(part0.id),
        directions: [[{ loop: loop.id, direction: 'normal' }]],
      },
      truthDeps: original,
      truth: {
        earlier: original.inside(l0.id),
        later: original.inside(l1.id),
        directions: [[{ earlier: l0.id, later: l1.id, direction: 'inverse' }, ...around]],
      },
    },
    l1.at,
  );
  if (isRefused(judgement)) return judgement;

  const done = simplify(raw, options.budget, 'all', options.settled);
  if (done.kind === 'always-false') {
    return refused('different-length', l1.at, `${labelOf(l0)} and ${labelOf(l1)} have different lengths`);
  }
  const caveats = [...judgement.caveats];
  if (asserted !== null && stmtsIn(done.body).some((s) => s.id === asserted)) {
    const text = `that ${labelOf(l0)} and ${labelOf(l1)} are of one length is only asserted`;
    caveats.push({ kind: 'undecided', text, at: l1.at, witness: null });
  }
  const copies = new Map([l0, l1].map((l) => [l.id, [loop.id]]));
  const forwarded = propagateConstants({ ...raw, body: flatten(forwardOnce({ ...raw, body: done.body })) });
  const small = shrinkDefinitions(sinkDefinitions({ ...raw, body: forwarded }), options.budget);
  return finishAsIs(before, small.body, loop.id, options, { copies, caveats });
};

interface InScopes {
  readonly loop: For;
  /** What stands around it in its place of the sequence, from the innermost. */
  readonly scopes: readonly Stmt[];
}

/** The loop at one end of a statement, seen through definitions, sequences, assertions and branches without `else`. */
const findInScopes = (s: Stmt, id: NodeId, end: 'front' | 'back'): InScopes | Refused | null => {
  if (s.id === id) {
    return s.kind === 'for'
      ? { loop: s, scopes: [] }
      : refused('not-a-loop', s.origin.span, `${labelOf(s)} is not a loop`);
  }
  const child =
    s.kind === 'varDef' || s.kind === 'assert'
      ? s.body
      : s.kind === 'if' && !s.else
        ? s.then
        : s.kind === 'seq'
          ? end === 'front'
            ? s.stmts[0]
            : s.stmts.at(-1)
          : undefined;
  if (!child) return null;
  const found = findInScopes(child, id, end);
  if (!found || isRefused(found)) return found;
  if ((s.kind === 'if' || s.kind === 'assert') && found.scopes.some((x) => x.kind === 'seq')) return null;
  return { loop: found.loop, scopes: [...found.scopes, s] };
};

interface Pair {
  readonly seq: Extract<Stmt, { kind: 'seq' }>;
  readonly at: number;
  readonly first: InScopes;
  readonly second: InScopes;
}

const findPair = (func: Func, loop0: NodeId, loop1: NodeId): Pair | Refused => {
  const apart = refused('not-following', func.origin.span, `#${loop1} does not directly follow #${loop0}`);
  const go = (s: Stmt): Pair | Refused | null => {
    for (const k of childStmts(s)) {
      const found = go(k);
      if (found) return found;
    }
    if (s.kind !== 'seq') return null;
    for (const [at, k] of s.stmts.entries()) {
      const first = findInScopes(k, loop0, 'back');
      if (!first) continue;
      if (isRefused(first)) return first;
      const next = s.stmts[at + 1];
      const second = next ? findInScopes(next, loop1, 'front') : null;
      if (!second) return apart;
      return isRefused(second) ? second : { seq: s, at, first, second };
    }
    return null;
  };
  return go(func.body) ?? refused('not-following', func.origin.span, 'the loops are not found in a sequence');
};

const guarded = (body: Stmt, scopes: readonly Stmt[]): Stmt =>
  scopes.reduce<Stmt>((inside, s) => {
    if (s.kind === 'if') return { ...s, then: inside };
    return s.kind === 'assert' ? { ...s, body: inside } : inside;
  }, body);

const wrapped = (loop: Stmt, scopes: readonly Stmt[], end: 'front' | 'back'): Stmt =>
  scopes.reduce<Stmt>((inside, s) => {
    if (s.kind === 'varDef') return { ...s, body: inside };
    if (s.kind !== 'seq') return inside;
    return { ...s, stmts: end === 'front' ? [inside, ...s.stmts.slice(1)] : [...s.stmts.slice(0, -1), inside] };
  }, loop);

/** The loop that follows, through scopes that hold nothing else before it. */
const following = (func: Func, id: NodeId): For | Refused => {
  const none = refused('not-following', func.origin.span, `no loop follows #${id}`);
  const found = locate(func, id);
  if (!found) return none;
  const trivial = (s: Stmt): boolean =>
    s.kind === 'seq' ||
    s.kind === 'varDef' ||
    s.kind === 'assert' ||
    s.kind === 'assume' ||
    (s.kind === 'if' && !s.else);
  let k = found.chain.length - 1;
  let next: Stmt | undefined;
  while (k > 0) {
    const [s, parent] = [found.chain[k] as Stmt, found.chain[k - 1] as Stmt];
    if (parent.kind === 'seq') next = parent.stmts[parent.stmts.indexOf(s) + 1];
    if (next || !trivial(parent)) break;
    k--;
  }
  while (next && next.kind !== 'for' && trivial(next)) next = childStmts(next)[0];
  return next?.kind === 'for' ? next : none;
};
