/** Diagnostics that the session itself makes. */

import { about } from '../diag/about.ts';
import type { Diagnostic } from '../diag/diagnostic.ts';
import type { LineIndex } from '../text/line-index.ts';
import { type FileId, type Span, span } from '../text/span.ts';

/** The first line of a place: enough to name a whole function. */
export const firstLineOf = (at: Span, lines: LineIndex): Span => {
  const { line } = lines.position0(at.start);
  return span(at.file, at.start, Math.max(at.start, Math.min(at.end, lines.lineEnd(line))));
};

export const internalError = (step: string, at: Span): Diagnostic =>
  about('internal-error', at, `the step \`${step}\` failed inside the tool; the other checks went on`);

export const budgetExceeded = (steps: readonly string[], name: string, at: Span): Diagnostic =>
  about(
    'budget-exceeded',
    at,
    `in \`${name}\` ${steps.join(', ')} stopped at the time budget; what ${steps.length === 1 ? 'it' : 'they'} did not reach is unknown`,
  );

/** Text beyond this is data or was generated; its tree alone would take hundreds of megabytes. */
const MAX_CHARACTERS = 1_000_000;
const MAX_LINES = 50_000;

/** Says that a text is not analysed for its size; null where it is. */
export const tooLarge = (file: FileId, text: string): Diagnostic | null => {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0 && lines <= MAX_LINES; at = text.indexOf('\n', at + 1)) lines++;
  if (text.length <= MAX_CHARACTERS && lines <= MAX_LINES) return null;
  const first = text.search(/[\r\n]/);
  const limit =
    text.length > MAX_CHARACTERS
      ? `${text.length} characters, more than ${MAX_CHARACTERS}`
      : `more than ${MAX_LINES} lines`;
  return about(
    'budget-exceeded',
    span(file, 0, first < 0 ? Math.min(text.length, 80) : first),
    `the file has ${limit}: it is not analysed; split it`,
  );
};
