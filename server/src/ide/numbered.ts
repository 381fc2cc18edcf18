/** Statements without a label, which calls name by their number. */

import { placeInWords } from '@athanor/compiler-core/diag/excerpt.ts';
import { placeOf, type SourceView } from '@athanor/compiler-core/diag/source-view.ts';
import type { Func, Stmt } from '@athanor/compiler-core/ir/nodes.ts';
import { stmtsIn } from '@athanor/compiler-core/ir/walk.ts';
import type { FileId } from '@athanor/compiler-core/text/span.ts';

/** What `#7` in some of the calls is, by number. @param programs the earlier ones tell what a later one lost */
export const numberedIn = (calls: readonly string[], programs: readonly Func[]): readonly Stmt[] => {
  const ids = new Set(calls.flatMap((call) => call.match(/(?<=#)\d+/g) ?? []));
  const all = new Map([...programs].reverse().flatMap((f) => stmtsIn(f.body).map((s) => [s.id, s] as const)));
  return [...all.values()].filter((s) => ids.has(String(s.id))).sort((a, b) => a.id - b.id);
};

export const statementInWords = (s: Stmt, lookup: (file: FileId) => SourceView | null): string => {
  const what =
    s.kind === 'for'
      ? `for ${s.iter}`
      : s.kind === 'varDef'
        ? `the definition of ${s.name}`
        : s.kind === 'store' || s.kind === 'reduceTo'
          ? `a write to ${s.tensor}`
          : `a statement (${s.kind})`;
  const { span } = s.origin;
  const view = lookup(span.file);
  return view === null ? what : `${what}, ${placeInWords(placeOf(view, span.start, span.end))}`;
};
