/** What to do where no rule fits: the smallest region is given up, and reading goes on behind it. */

import type { LambdaExpr, Node } from './ast.ts';
import { type Reader, Unparsed } from './reader.ts';

export type ErrorNode = Node & { readonly kind: 'error'; readonly inner: readonly LambdaExpr[] };

/**
 * Behind the statement or member that begins at `from`: past its `;`, or past a block that ends it; before a `}` that
 * closes what is around it. Brackets are stepped over by their partners.
 */
const skipRegion = (r: Reader, from: number, failed: number): number => {
  let i = from;
  while (!(r.textAt(i) === '' && i >= r.texts.length - 1)) {
    const text = r.textAt(i);
    if (text === ';') return i + 1;
    if (text === '}') return i;
    const past = text === '(' || text === '[' || text === '{' ? r.past(i) : -1;
    if (past < 0) {
      // An opener without a partner: what follows it is read as if it were not there.
      if (text === '{' && i >= failed) return i + 1;
      i++;
    } else {
      i = past;
      const next = r.textAt(i);
      if (text === '{' && i > failed && next !== ';' && next !== ',' && next !== ')' && next !== '.' && next !== '(')
        return i;
    }
  }
  return r.texts.length - 1;
};

/**
 * Runs a rule; where it fails, says so and gives an error node for the region. Always moves on.
 * @param base Lambdas read before this rule; those after it lie in the region and are kept.
 */
export const orError = <T>(r: Reader, read: () => T): T | ErrorNode => {
  const from = r.at;
  const base = r.lambdas.length;
  const made = r.attempt(read);
  if (!(made instanceof Unparsed)) return made;
  const failed = Math.max(made.at, from);
  const end = Math.max(skipRegion(r, from, failed), from + 1);
  r.problem(failed, failed + 1, made.message);
  r.at = Math.min(end, r.texts.length - 1);
  return { from, to: Math.max(r.at, from), kind: 'error', inner: outermost(r.lambdas.splice(base), r.at) };
};

/** Lambdas that lie in no other one of the list; inner ones come first in it. */
function outermost(lambdas: readonly LambdaExpr[], end: number): readonly LambdaExpr[] {
  const out: LambdaExpr[] = [];
  for (const lambda of lambdas.toReversed()) {
    const last = out.at(-1);
    if (lambda.to <= end && (last === undefined || lambda.to <= last.from)) out.push(lambda);
  }
  return out.reverse();
}
