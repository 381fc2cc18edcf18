/** The end of a rewrite: simplification, and the map of what went where. */

import type { Func, Stmt } from '../ir/nodes.ts';
import { withoutGone } from './no-deps.ts';
import { applied, type Caveat, type Options, type Rewrite, refused } from './rewrite.ts';
import { simplify } from './simplify.ts';
import type { Copies } from './tree.ts';

/** `applied` of the simplified `body`; refused where simplification meets an assertion that never holds. */
export const finish = <R>(
  before: Func,
  body: Stmt,
  result: R,
  options: Options,
  more: { readonly copies?: Copies; readonly caveats?: readonly Caveat[] } = {},
): Rewrite<R> => {
  const done = simplify({ ...before, body }, options.budget, 'all', options.settled);
  if (done.kind === 'always-false') {
    return refused('always-false', done.stmt.origin.span, 'an assertion never holds');
  }
  return applied(before, withoutGone(done.body), result, more.copies, more.caveats);
};

/** The same for rewrites after which FreeTensor simplifies nothing: loops and branches stay, expressions are in form. */
export const finishAsIs = <R>(
  before: Func,
  body: Stmt,
  result: R,
  options: Options,
  more: { readonly copies?: Copies; readonly caveats?: readonly Caveat[] } = {},
): Rewrite<R> => {
  const done = simplify({ ...before, body }, options.budget, 'expressions', options.settled);
  return applied(before, withoutGone(done.kind === 'done' ? done.body : body), result, more.copies, more.caveats);
};
