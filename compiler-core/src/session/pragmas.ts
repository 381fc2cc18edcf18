/** The comments by which a file speaks to the tool: `# athanor: ignore[...]`, `ignore-file[...]` and `bind ...`. */

import { about } from '../diag/about.ts';
import { CODES, type DiagnosticCode, isDiagnosticCode } from '../diag/codes.ts';
import type { Diagnostic } from '../diag/diagnostic.ts';
import type { LineIndex } from '../text/line-index.ts';
import { nearest } from '../text/nearest.ts';
import { type FileId, type Line0, line0, offset, type Span, span } from '../text/span.ts';
import { type Comment, commentsOf } from './comments.ts';

export interface IgnorePragma {
  readonly at: Span;
  /** The code with its place inside the brackets. */
  readonly codes: readonly { readonly code: DiagnosticCode; readonly at: Span }[];
  /** The line whose findings it hides; null for the whole file. */
  readonly line: Line0 | null;
  readonly reason: string;
}
export interface BindPragma {
  readonly name: string;
  readonly value: bigint;
  readonly at: Span;
  readonly line: Line0;
}
export interface Pragmas {
  readonly ignores: readonly IgnorePragma[];
  readonly binds: readonly BindPragma[];
  /** `bad-ignore` and `bad-binding`. */
  readonly problems: readonly Diagnostic[];
}

const NONE: Pragmas = { ignores: [], binds: [], problems: [] };
const MARK = /^#\s*athanor\s*:\s*/;

/** Reads all pragmas of a text. Never fails; what is malformed is a problem at its place. Cost is linear. */
export const readPragmas = (file: FileId, text: string, lines: LineIndex): Pragmas => {
  if (!/#\s*athanor\s*:/.test(text)) return NONE;
  const comments = commentsOf(text);
  const ignores: IgnorePragma[] = [];
  const binds: BindPragma[] = [];
  const problems: Diagnostic[] = [];
  for (const comment of comments) {
    const mark = MARK.exec(comment.text);
    if (mark === null) continue;
    const body = comment.text.slice(mark[0].length);
    const from = comment.start + mark[0].length;
    const at = span(file, comment.start, comment.start + comment.text.trimEnd().length);
    const verb = /^[A-Za-z][\w-]*/.exec(body)?.[0] ?? '';
    if (verb === 'bind') readBinds(file, body.slice(4), from + 4, lines, at, binds, problems);
    else if (verb === 'ignore' || verb === 'ignore-file') {
      const line = verb === 'ignore' ? targetLine(comment, lines) : null;
      const ignore = readIgnore(file, body.slice(verb.length), from + verb.length, line, at, verb, problems);
      if (ignore !== null) ignores.push(ignore);
    } else {
      const hint = nearest(verb, ['ignore', 'ignore-file', 'bind']);
      const message = `\`athanor:\` is followed by ${verb === '' ? 'no directive' : `\`${verb}\``}; known are ignore[code], ignore-file[code] and bind name=value`;
      problems.push(
        problem('bad-ignore', at, message, hint === null ? null : [span(file, from, from + verb.length), hint]),
      );
    }
  }
  return { ignores, binds, problems };
};

/** The line itself after code; else the next line that is neither blank nor a comment (null: none, hides nothing). */
const targetLine = (comment: Comment, lines: LineIndex): Line0 => {
  const own = lines.position0(offset(comment.start)).line;
  if (!comment.alone) return own;
  for (let line = own + 1; line < lines.lineCount; line++) {
    const text = lines.lineText(line0(line)).trim();
    if (text !== '' && !text.startsWith('#')) return line0(line);
  }
  return own;
};

const readIgnore = (
  file: FileId,
  rest: string,
  from: number,
  line: Line0 | null,
  at: Span,
  verb: string,
  problems: Diagnostic[],
): IgnorePragma | null => {
  const list = /^\s*\[([^\]]*)\]/.exec(rest);
  if (list === null) {
    problems.push(
      problem(
        'bad-ignore',
        at,
        `\`${verb}\` needs the codes it hides in brackets: ${verb}[index-out-of-bounds] reason`,
      ),
    );
    return null;
  }
  const codes: { code: DiagnosticCode; at: Span }[] = [];
  let cursor = from + list[0].indexOf('[') + 1;
  for (const part of (list[1] ?? '').split(',')) {
    const name = part.trim();
    const start = cursor + part.indexOf(name);
    const place = name === '' ? at : span(file, start, start + name.length);
    cursor += part.length + 1;
    if (isDiagnosticCode(name)) {
      codes.push({ code: name, at: place });
      continue;
    }
    const hint = nearest(name, Object.keys(CODES));
    const message =
      name === ''
        ? `\`${verb}\` has an empty code between its brackets`
        : `\`${name}\` is no diagnostic code${hint === null ? '' : `; did you mean \`${hint}\`?`}`;
    problems.push(problem('bad-ignore', place, message, hint === null ? null : [place, hint]));
  }
  return codes.length === 0 ? null : { at, codes, line, reason: rest.slice(list[0].length).trim() };
};

const readBinds = (
  file: FileId,
  rest: string,
  from: number,
  lines: LineIndex,
  at: Span,
  binds: BindPragma[],
  problems: Diagnostic[],
): void => {
  let cursor = from;
  for (const part of rest.split(',')) {
    const trimmed = part.trim();
    const start = cursor + part.indexOf(trimmed);
    cursor += part.length + 1;
    const place = trimmed === '' ? at : span(file, start, start + trimmed.length);
    const bound = parseBinding(trimmed);
    if (bound === null) {
      const what = trimmed === '' ? 'an empty binding' : `\`${trimmed}\``;
      problems.push(problem('bad-binding', place, `${what} is no binding; write name=integer, as in bind n=1024`));
    } else if (binds.some((bind) => bind.name === bound.name)) {
      problems.push(
        problem('bad-binding', place, `\`${bound.name}\` is bound twice in this file; the first binding counts`),
      );
    } else binds.push({ ...bound, at: place, line: lines.position0(offset(start)).line });
  }
};

/** `n=1024`, `n = -1`, `n=1_000`; null for anything else. */
export const parseBinding = (text: string): { readonly name: string; readonly value: bigint } | null => {
  const match = /^([\p{L}_][\p{L}\p{N}_]*)\s*=\s*([+-]?)(\d+(?:_\d+)*)$/u.exec(text.trim());
  if (match === null || (match[3] ?? '').length > 40) return null;
  const magnitude = BigInt((match[3] ?? '0').replaceAll('_', ''));
  return { name: match[1] ?? '', value: match[2] === '-' ? -magnitude : magnitude };
};

const problem = (
  code: 'bad-ignore' | 'bad-binding',
  at: Span,
  message: string,
  replace: readonly [Span, string] | null = null,
): Diagnostic => ({
  ...about(code, at, message),
  fixes:
    replace === null ? [] : [{ title: `write \`${replace[1]}\``, edits: [{ span: replace[0], newText: replace[1] }] }],
});
