/**
 * Marked text: several files, a cursor, and what is expected to be said about which characters.
 *
 *     #- /main.py                 a header starts a file (`//- /path` in other languages); without one the file is /main.py
 *     y[i] = x[$0i + 1]           `$0` is the cursor and is taken out
 *            # ^^^^^ possible index-out-of-bounds: message
 *
 * A label line stands under the line it speaks of and is taken out too. Its carets cover exactly the expected range; where `#`
 * would be in the way it may be left out. Before the code may stand a class or a severity; the message may be left out.
 * `^^^>7:3` is a range that starts under the first caret and ends before line 7, column 3 (from 1, label lines not counted).
 */

export interface Expectation {
  /** UTF-16 offsets in the file's text, half open. */
  readonly start: number;
  readonly end: number;
  readonly code: string;
  /** A class or a severity, where the label gives one. */
  readonly quality: string | null;
  readonly message: string | null;
}

export interface FixtureFile {
  readonly path: string;
  /** The text without headers, labels and cursor. */
  readonly text: string;
  readonly expected: readonly Expectation[];
}

export interface Fixture {
  readonly files: readonly FixtureFile[];
  readonly cursor: { readonly path: string; readonly offset: number } | null;
}

const HEADER = /^(?:#|\/\/)- (\/\S+)\s*$/;
const QUALITIES = 'proved|witnessed|possible|error|warning|information|hint';
const LABEL = new RegExp(
  `^(\\s*(?:#|//)?\\s*)(\\^+)(?:>(\\d+):(\\d+))? (?:(${QUALITIES}) )?([a-z][a-z0-9-]*)(?:: (.*))?$`,
);

/** @throws Error when a label has no line above it, or the cursor stands twice: the fixture itself is wrong. */
export function parseFixture(text: string): Fixture {
  const files: FixtureFile[] = [];
  let cursor: Fixture['cursor'] = null;
  for (const { path, lines } of splitFiles(text)) {
    const source: string[] = [];
    const labels: { readonly line: number; readonly match: RegExpExecArray }[] = [];
    for (const line of lines) {
      const match = LABEL.exec(line);
      if (match === null) source.push(line);
      else if (source.length === 0) throw new Error(`${path}: a label has no line above it: ${line}`);
      else labels.push({ line: source.length - 1, match });
    }
    const marked = source.join('\n');
    const at = marked.indexOf('$0');
    if (at >= 0) {
      if (cursor !== null || marked.indexOf('$0', at + 1) >= 0) throw new Error('the cursor $0 stands twice');
      cursor = { path, offset: at };
    }
    const clean = at < 0 ? marked : marked.slice(0, at) + marked.slice(at + 2);
    const starts = lineStarts(clean);
    const expected = labels.map(({ line, match }) => expectation(match, line, starts));
    files.push({ path, text: clean, expected });
  }
  return { files, cursor };
}

function splitFiles(text: string): { path: string; lines: string[] }[] {
  const body = text.startsWith('\n') ? text.slice(1) : text;
  const parts: { path: string; lines: string[] }[] = [];
  for (const line of body.split('\n')) {
    const header = HEADER.exec(line)?.[1];
    const last = parts.at(-1);
    if (header !== undefined) parts.push({ path: header, lines: [] });
    else if (last === undefined) parts.push({ path: '/main.py', lines: [line] });
    else last.lines.push(line);
  }
  // The line break before the next header ends the file above it.
  for (const part of parts.slice(0, -1)) if (part.lines.at(-1) !== '') part.lines.push('');
  return parts;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) === 10) starts.push(i + 1);
  return starts;
}

function expectation(match: RegExpExecArray, line: number, starts: readonly number[]): Expectation {
  const [, indent = '', carets = '', endLine, endColumn, quality, code = '', message] = match;
  const start = (starts[line] ?? 0) + indent.length;
  const end =
    endLine === undefined ? start + carets.length : (starts[Number(endLine) - 1] ?? 0) + Number(endColumn) - 1;
  return { start, end, code, quality: quality ?? null, message: message ?? null };
}

/** The text with its labels under their lines: the inverse of `parseFixture` for one file, so that a failure shows as a diff of source. */
export function renderLabels(text: string, expected: readonly Expectation[]): string {
  const starts = lineStarts(text);
  const sorted = [...expected].sort((a, b) => a.start - b.start || a.end - b.end || (a.code < b.code ? -1 : 1));
  const out: string[] = [];
  text.split('\n').forEach((line, index) => {
    out.push(line);
    const from = starts[index] ?? 0;
    const to = starts[index + 1] ?? text.length + 1;
    for (const label of sorted)
      if (label.start >= from && label.start < to) out.push(renderLabel(label, from, to, starts));
  });
  return out.join('\n');
}

function renderLabel(label: Expectation, from: number, to: number, starts: readonly number[]): string {
  const column = label.start - from;
  const indent = column >= 2 ? `#${' '.repeat(column - 1)}` : ' '.repeat(column);
  const sameLine = label.end < to;
  const endLine = starts.findLastIndex((start) => start <= label.end);
  const carets = sameLine ? '^'.repeat(Math.max(1, label.end - label.start)) : '^';
  const range = sameLine ? carets : `${carets}>${endLine + 1}:${label.end - (starts[endLine] ?? 0) + 1}`;
  const quality = label.quality === null ? '' : `${label.quality} `;
  return `${indent}${range} ${quality}${label.code}${label.message === null ? '' : `: ${label.message}`}`;
}
