/**
 * Schedule calls that may make a program move less: joined loops, locals that are computed again where they are read, and
 * elements that stay the same along a loop, kept in a register meanwhile. Whether they are legal the rewrites say.
 */

import type { Expr, For, Func, Stmt, VarDef } from '../../ir/nodes.ts';
import { childStmts, exprsIn, ownExprs, stmtsIn, visitExpr } from '../../ir/walk.ts';
import { cache } from '../../transforms/cache.ts';
import { cacheReduction } from '../../transforms/cache-reduction.ts';
import { inline } from '../../transforms/inline.ts';
import type { Options, Rewrite } from '../../transforms/rewrite.ts';
import { type DraftCall, meant } from '../draft-call.ts';
import type { Outcome } from '../effect.ts';
import { draftOf, pairsOf } from '../fusions.ts';
import { isRegister } from './weight.ts';

/** A move that was tried. */
export interface Tried {
  readonly calls: readonly DraftCall[];
  readonly why: string;
  readonly outcome: Outcome;
}

export interface Move {
  /** The same for the same move in a program that other moves have changed. */
  readonly key: string;
  readonly attempt: () => Tried;
}

export const movesOf = (func: Func, options: Options): readonly Move[] => [
  ...pairsOf(func, options).map(
    ({ first, second, fusion }): Move => ({
      key: `fuse ${first.id} ${second.id}`,
      attempt: () => {
        const f = fusion();
        const why = `${nameOf(first)} and ${nameOf(second)} as one loop use what the first one leaves at once`;
        return { calls: f.calls.map((c) => draftOf(func, c)), why, outcome: f.outcome };
      },
    }),
  ),
  ...stmtsIn(func.body).flatMap((s): readonly Move[] => {
    if (s.kind === 'varDef' && s.access === 'cache') return [inlining(func, s, options)];
    return s.kind === 'for' ? keeping(func, s, options) : [];
  }),
];

const nameOf = (s: For): string => s.names[0] ?? `for ${s.iter}`;

const outcomeOf = (r: Rewrite<unknown>): Outcome =>
  r.kind === 'refused' ? { kind: 'refused', refusal: r } : { kind: 'applied', after: r.ir, caveats: r.caveats };

const inlining = (func: Func, def: VarDef, options: Options): Move => ({
  key: `inline ${def.id}`,
  attempt: () => ({
    calls: [{ name: 'inline', args: [meant(func, def.id)] }],
    why: `\`${def.name}\` is computed again where it is read`,
    outcome: outcomeOf(inline(func, { def: def.id }, options)),
  }),
});

/** For each tensor of which a loop uses one element, the same in every iteration. */
const keeping = (func: Func, loop: For, options: Options): readonly Move[] => {
  const tensors = new Map<string, { indices: (readonly Expr[])[]; updates: number; others: number }>();
  const note = (tensor: string, indices: readonly Expr[], isUpdate: boolean): void => {
    const known = tensors.get(tensor) ?? { indices: [], updates: 0, others: 0 };
    known.indices.push(indices);
    known[isUpdate ? 'updates' : 'others'] += 1;
    tensors.set(tensor, known);
  };
  for (const s of stmtsIn(loop.body)) {
    for (const root of ownExprs(s)) {
      visitExpr(root, (e) => {
        if (e.kind === 'load') note(e.tensor, e.indices, updates(s) && e.tensor === s.tensor);
        return true;
      });
    }
    if (s.kind === 'store' || s.kind === 'reduceTo') note(s.tensor, s.indices, updates(s));
  }
  const inside = new Set([loop.iter, ...stmtsIn(loop.body).flatMap((s) => (s.kind === 'for' ? [s.iter] : []))]);
  const isFixed = (e: Expr): boolean => exprVariables(e).every((name) => !inside.has(name)) && !loads(e);
  return [...tensors].flatMap(([tensor, { indices, updates: updated, others }]): readonly Move[] => {
    const def = definitionAround(func.body, loop, tensor);
    if (!def || isRegister(def) || !indices.every((i) => i.every(isFixed))) return [];
    const only = updated > 0 && others === 0;
    const call = only ? 'cache_reduction' : 'cache';
    const rewrite = only ? cacheReduction : cache;
    return [
      {
        key: `${call} ${loop.id} ${tensor}`,
        attempt: () => ({
          calls: [{ name: call, args: [meant(func, loop.id), tensor, def.memory] }],
          why: `\`${tensor}\` stays the same along ${nameOf(loop)}: a register ${only ? 'adds it up' : 'holds it'}`,
          outcome: outcomeOf(rewrite(func, { stmt: loop.id, tensor, memory: def.memory }, options)),
        }),
      },
    ];
  });
};

/** `y[i] += e`, also where it is still written as `y[i] = y[i] + e`. */
const updates = (s: Stmt): s is Extract<Stmt, { kind: 'store' | 'reduceTo' }> =>
  s.kind === 'reduceTo' ||
  (s.kind === 'store' && s.value.kind === 'binary' && s.value.lhs.kind === 'load' && s.value.lhs.tensor === s.tensor);

const exprVariables = (root: Expr): readonly string[] => {
  const out: string[] = [];
  visitExpr(root, (e) => {
    if (e.kind === 'var') out.push(e.name);
    return true;
  });
  return out;
};
const loads = (root: Expr): boolean => {
  let found = false;
  visitExpr(root, (e) => {
    found ||= e.kind === 'load';
    return !found;
  });
  return found;
};

/** The definition of a tensor that is in scope at a loop, and not inside it. */
const definitionAround = (root: Stmt, loop: For, tensor: string): VarDef | null => {
  const go = (s: Stmt, def: VarDef | null): VarDef | null => {
    if (s === loop) return def;
    const here = s.kind === 'varDef' && s.name === tensor ? s : def;
    for (const k of childStmts(s)) {
      const found = go(k, here);
      if (found) return found;
    }
    return null;
  };
  return stmtsIn(loop.body).some((s) => s.kind === 'varDef' && s.name === tensor) ? null : go(root, null);
};

/** Expressions of a program; what a search over it costs grows with these. */
export const sizeOf = (func: Func): number => exprsIn(func.body).length;
