/**
 * Marks a loop to be run by parallel work-items.
 *
 * Before, and after `parallelize(L, "openmp")`:
 *
 * ```text
 * L: for i in 0 : n : 1 {             L: @!parallel : @openmp
 *   y[i] = x[i] + 1                   for i in 0 : n : 1 {
 * }                                     y[i] = x[i] + 1
 *                                     }
 * ```
 *
 * Legality: no dependence between different iterations of the loop, in one iteration of all loops around it. Updates
 * with one operator may be reordered; code generation makes them atomic. For a scope of a GPU also: none between
 * inside and outside of the loop, in different work-items of the scope, through memory that the work-items do not
 * share (`gpu/local`; over blocks, `gpu/shared` too). Loops that are used together are bound to different scopes.
 */

import type { AccessPoint } from '../analysis/dependences/index.ts';
import { analyse } from '../analysis/dependences/index.ts';
import type { Func, NodeId, ParallelScope, Stmt } from '../ir/nodes.ts';
import { replaceAt } from '../ir/paths.ts';
import type { MemType } from '../ir/types.ts';
import { childStmts, ownExprs } from '../ir/walk.ts';
import { judge } from './legality.ts';
import { makeReduction, roundings } from './make-reduction.ts';
import { applied, DEFAULTS, type Options, type Refused, type Rewrite, refused } from './rewrite.ts';
import { isRefused, labelOf, locateLoop, loopsAround, mentions, traced } from './tree.ts';

export interface ParallelizeArgs {
  readonly loop: NodeId;
  readonly parallel: string;
}

const SCOPES: ReadonlySet<string> = new Set([
  'serial',
  'openmp',
  'cudastream',
  ...['blockIdx', 'threadIdx'].flatMap((level) => ['x', 'y', 'z'].map((axis) => `${level}.${axis}`)),
]);
const isScope = (text: string): text is ParallelScope => SCOPES.has(text);

export const parallelize = (before: Func, args: ParallelizeArgs, _options: Options = DEFAULTS): Rewrite<null> => {
  const func = { ...before, body: makeReduction(before.body) };
  const found = locateLoop(func, args.loop);
  if (isRefused(found)) return found;
  const { stmt: loop, path } = found;
  const scope = args.parallel === '' ? 'serial' : args.parallel;
  if (!isScope(scope)) return refused('bad-scope', loop.at, `there is no parallel scope ${args.parallel}`);

  const origin = traced(loop.origin, `parallelize ${labelOf(loop)} as ${scope}`);
  const marked = { ...loop, origin, property: { ...loop.property, parallel: scope } };
  const body = replaceAt(func.body, path, marked);
  const twice = boundTwice(body, new Map(), scope);
  if (twice) return twice;

  const around = loopsAround(found).map((l) => ({ loop: l.id, direction: 'same' as const }));
  const carried = (direction: 'normal' | 'different') => ({
    within: loop.id,
    directions: [[{ loop: loop.id, direction }, ...around]],
  });
  const judgement = judge({ func, deps: analyse(func), rule: carried('normal') }, loop.at);
  if (isRefused(judgement)) return judgement;
  const across = acrossScope({ ...func, body }, loop.id, scope);
  if (across) return across;
  return applied(before, body, null, new Map(), [...roundings(before.body), ...judgement.caveats]);
};

/** A value of an outer loop that is used where an inner loop is bound to the same scope of a GPU. */
const boundTwice = (
  s: Stmt,
  bound: ReadonlyMap<string, string>,
  scope: string,
  hidden: readonly string[] = [],
): Refused | null => {
  const used = hidden.find((name) => mentions(ownExprs(s), name));
  if (used !== undefined) {
    return refused('scope-twice', s.origin.span, `loops that are used together cannot all be bound to ${scope}`);
  }
  let [inside, gone] = [bound, hidden];
  if (s.kind === 'for' && /Idx/.test(s.property.parallel)) {
    const old = bound.get(s.property.parallel);
    if (old !== undefined) gone = [...hidden, old];
    inside = new Map(bound).set(s.property.parallel, s.iter);
  }
  for (const k of childStmts(s)) {
    const found = boundTwice(k, inside, scope, gone);
    if (found) return found;
  }
  return null;
};

const PRIVATE: Readonly<Record<'threadIdx' | 'blockIdx', readonly MemType[]>> = {
  threadIdx: ['gpu/local'],
  blockIdx: ['gpu/local', 'gpu/shared'],
};

const acrossScope = (func: Func, loop: NodeId, scope: ParallelScope): Refused | null => {
  const level = scope.startsWith('threadIdx') ? 'threadIdx' : scope.startsWith('blockIdx') ? 'blockIdx' : null;
  if (level === null) return null;
  const deps = analyse(func);
  const inside = deps.inside(loop);
  const judgement = judge(
    {
      func,
      deps,
      rule: {
        pair: (e: AccessPoint, l: AccessPoint) =>
          inside(e) !== inside(l) && PRIVATE[level].includes(l.definition.memory),
        directions: [[{ parallel: scope, direction: 'different' }]],
      },
    },
    func.origin.span,
  );
  return isRefused(judgement) ? judgement : null;
};
