/** The fix for a missing wait: the host waits for the queue before the statement that comes too early. */

import type { Diagnostic } from '../../../diag/diagnostic.ts';
import { type FileId, type Span, span } from '../../../text/span.ts';
import type { CompoundStmt, Node } from '../parse/ast.ts';
import type { SyntaxUnit } from '../parse/parse.ts';
import { walk } from '../parse/walk.ts';

export interface WaitText {
  readonly syntax: SyntaxUnit;
  readonly textOf: (file: FileId) => string | null;
}

const holds = (outer: Span, inner: Span): boolean =>
  outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;

/** The outermost statement of a block around `at` that does not hold `command`; null: none. */
const statementOf = (syntax: SyntaxUnit, at: Span, command: Span | undefined): Span | null => {
  let found: Span | null = null;
  walk(syntax.body, (node: Node) => {
    if ((node as { kind?: string }).kind !== 'compound' || !('body' in node)) return;
    for (const stmt of (node as CompoundStmt).body) {
      const place = syntax.spanOf(stmt);
      if (!holds(place, at) || (command !== undefined && holds(place, command))) continue;
      found ??= place;
    }
    return;
  });
  return found;
};

const NAME = /^[A-Za-z_]\w*$/;

/**
 * With `q.wait();` as a fix where the queue is a variable that the host's code names so. O(nodes) for each missing wait.
 * @param diagnostics of programs; the queue is among the values of the witness
 */
export const withWaits = ({ syntax, textOf }: WaitText, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.map((diagnostic) => {
    const queue = diagnostic.witness?.values['queue'];
    if (diagnostic.code !== 'missing-wait' || queue === undefined || !NAME.test(queue)) return diagnostic;
    const place = statementOf(syntax, diagnostic.span, diagnostic.related[0]?.span);
    const text = place === null ? null : textOf(place.file);
    if (place === null || text === null || !new RegExp(`\\b${queue}\\b`).test(text)) return diagnostic;
    const line = text.lastIndexOf('\n', place.start - 1) + 1;
    const indent = /^\s*/.exec(text.slice(line, place.start))?.[0] ?? '';
    const newText = `${queue}.wait();\n${indent}`;
    const edits = [{ span: span(place.file, place.start, place.start), newText }];
    return { ...diagnostic, fixes: [{ title: `Wait for \`${queue}\` before`, edits }] };
  });
