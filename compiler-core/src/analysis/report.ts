/** Where a finding about inlined code is shown: in the user's file, at the call that led to the library. */

import type { Related } from '../diag/diagnostic.ts';
import type { Origin } from '../ir/nodes.ts';
import { isLibraryFile, type Span } from '../text/span.ts';

export interface ReportPlace {
  readonly span: Span;
  readonly related: readonly Related[];
}

/**
 * A place in the user's file stays, with the calls that led to it as related places.
 * One in the library becomes the innermost call in the user's file; the place itself is related.
 */
export const reportAt = (origin: Origin, at: Span): ReportPlace => {
  const calls = origin.calls.filter((c) => !isLibraryFile(c.span.file));
  const related = (from: typeof calls): Related[] =>
    from.map((c) => ({ span: c.span, message: `in this call of ${c.callee}` })).reverse();
  const innermost = calls.at(-1);
  if (!isLibraryFile(at.file) || !innermost) return { span: at, related: related(calls) };
  return {
    span: innermost.span,
    related: [{ span: at, message: `here in ${origin.calls.at(-1)?.callee}` }, ...related(calls.slice(0, -1))],
  };
};
