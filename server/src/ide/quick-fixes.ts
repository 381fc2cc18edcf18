/**
 * `quickFixes(view, finding)`: the fixes that came with a finding, and those that the text around it shows: a spelling, a
 * type's name, an access type, a cast. Each mends its finding and brings nothing about (`bench/faults/quick-fixes.test.ts`
 * tries every one on the catalogue of faults). Where more than one thing may have been meant there is none.
 */

import type { DiagnosticCode } from '@athanor/compiler-core/diag/codes.ts';
import type { Diagnostic, Fix } from '@athanor/compiler-core/diag/diagnostic.ts';
import { nearest } from '@athanor/compiler-core/text/nearest.ts';
import { ACCESS_TYPES, DATA_TYPES, MEMORY_TYPES } from './api-docs.ts';
import type { FileView } from './view.ts';

export const quickFixes = (view: FileView, finding: Diagnostic): readonly Fix[] => {
  if (finding.fixes.length > 0) return finding.fixes;
  const place: Place = { view, finding, text: view.text.slice(finding.span.start, finding.span.end) };
  const found = spelling(place) ?? MAKERS[finding.code]?.(place) ?? null;
  return found === null ? [] : [found];
};

interface Place {
  readonly view: FileView;
  readonly finding: Diagnostic;
  /** What stands there. */
  readonly text: string;
}
type Maker = (place: Place) => Fix | null;

const replace = ({ view }: Place, title: string, ...edits: readonly (readonly [number, number, string])[]): Fix => ({
  title,
  edits: edits.map(([start, end, newText]) => ({ span: view.span(start, end), newText })),
});

/** The whole place becomes another text. */
const write = (place: Place, newText: string, title = `Write \`${newText}\``): Fix => {
  const { start, end } = place.finding.span;
  return replace(place, title, [start, end, newText]);
};

/** Where the word is what an import brings, its uses change with it. */
const spelling: Maker = (place) => {
  const { view, finding, text } = place;
  const meant = /did you mean [`"]([\p{L}\p{N}_]+)[`"]\?$/u.exec(finding.message)?.[1];
  if (meant === undefined || !/^[\p{L}\p{N}_]+$/u.test(text)) return null;
  const at = view.names.occurrences.find(({ start }) => start === finding.span.start);
  const all = at?.symbol.imported && at.binds !== null ? at.symbol.occurrences : [finding.span];
  return replace(place, `Write \`${meant}\``, ...all.map(({ start, end }) => [start, end, meant] as const));
};

// ---- types -----------------------------------------------------------------------------------------------------------

/** What other libraries call them. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  float: 'float32',
  single: 'float32',
  double: 'float64',
  int: 'int32',
  integer: 'int32',
  long: 'int64',
  boolean: 'bool',
  in: 'input',
  out: 'output',
  local: 'cache',
  shared: 'gpu/shared',
  global: 'gpu/global',
};

const typeName =
  (names: Readonly<Record<string, string>>): Maker =>
  (place) => {
    const literal = /^(["'])(.*)\1$/.exec(place.text);
    if (literal === null) return null;
    const [, quote = '"', word = ''] = literal;
    const other = OTHER_WORDS[word.toLowerCase()];
    const meant = other !== undefined && Object.hasOwn(names, other) ? other : nearest(word, Object.keys(names));
    return meant === null ? null : write(place, `${quote}${meant}${quote}`);
  };

/** The end of a bracket that opens at an offset; null where it is not closed. Text in quotes counts as it stands. */
const closing = (text: string, open: number): number | null => {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if ('([{'.includes(text[at] ?? '')) depth++;
    if (')]}'.includes(text[at] ?? '') && --depth === 0) return at;
  }
  return null;
};

/** The declaration that a finding points at gets another access type. */
const declareAs =
  (was: string, is: string): Maker =>
  (place) => {
    const { view, finding } = place;
    const declared = finding.related.find(({ message }) => message.endsWith('is declared here'))?.span;
    if (declared === undefined || declared.file !== view.file) return null;
    const lineEnd = view.text.indexOf('\n', declared.end);
    const text = view.text.slice(0, lineEnd < 0 ? view.text.length : lineEnd);
    const list = text.indexOf('Var[', declared.start);
    const end = list < 0 ? null : closing(text, list + 3);
    const word = new RegExp(`(["'])${was}\\1`, 'g');
    word.lastIndex = declared.start;
    const found = word.exec(text);
    const title = `Declare it "${is}"`;
    if (found !== null && (end === null || found.index < end || list > found.index))
      return replace(place, title, [found.index + 1, found.index + 1 + was.length, is]);
    // An access type that is not written is `input`.
    if (
      was !== 'input' ||
      end === null ||
      text
        .slice(list, end)
        .replace(/\([^()]*\)/g, '')
        .split(',').length !== 2
    )
      return null;
    return replace(place, title, [end, end, `, "${is}"`]);
  };

// ---- expressions -----------------------------------------------------------------------------------------------------

/** `ft.cast` in the words of the file; null where FreeTensor has no name there. */
const named = (view: FileView, name: string): string | null => {
  for (const { symbol } of view.names.occurrences) {
    const { imported } = symbol;
    if (imported?.module === 'freetensor' && imported.name === null) return `${symbol.name}.${name}`;
  }
  return view.names.stars.includes('freetensor') ? name : null;
};

const castTo: Maker = (place) => {
  const dtype = /which holds (\w+);/.exec(place.finding.message)?.[1];
  const cast = named(place.view, 'cast');
  return dtype === undefined || cast === null ? null : write(place, `${cast}(${place.text}, "${dtype}")`);
};

const operator: Maker = (place) => {
  const python = /^(abs)\(/.exec(place.text)?.[1];
  const better = python === undefined ? null : named(place.view, python);
  if (python !== undefined && better !== null) {
    const { start } = place.finding.span;
    return replace(place, `Use \`${better}\``, [start, start + python.length, better]);
  }
  const squared = /^([\w.]+(?:\[[^[\]]*\])?)\s*\*\*\s*2$/.exec(place.text)?.[1];
  const square = named(place.view, 'square');
  return squared === undefined || square === null ? null : write(place, `${square}(${squared})`);
};

/** A tensor that is called, or asked for its length. */
const tensorAsPython: Maker = (place) => {
  const { view, finding, text } = place;
  const measured = /^len\(([\p{L}\p{N}_]+)\)$/u.exec(text)?.[1];
  if (measured !== undefined && finding.message.includes('has no len()')) return write(place, `${measured}.shape(0)`);
  const { end } = finding.span;
  const close = view.text[end] === '(' ? closing(view.text, end) : null;
  if (close === null || !finding.message.includes('a tensor is not callable')) return null;
  return replace(place, 'Write brackets', [end, end + 1, '['], [close, close + 1, ']']);
};

const tupleOfList: Maker = (place) => {
  const inside = /^\[(.*)\]$/s.exec(place.text)?.[1];
  if (inside === undefined || !place.finding.message.endsWith('not list')) return null;
  return write(place, inside.includes(',') ? `(${inside})` : `(${inside},)`, 'Return a tuple');
};

/** An argument that nothing takes goes, with the comma before it. */
const surplusArgument: Maker = (place) => {
  const { view, finding } = place;
  const comma = /,\s*$/.exec(view.text.slice(0, finding.span.start));
  if (comma === null || !/\btakes\b.*\bgiven$/.test(finding.message)) return null;
  return replace(place, 'Remove the argument', [comma.index, finding.span.end, '']);
};

const missingColon: Maker = (place) => {
  const { end } = place.finding.span;
  return place.finding.message === "expected ':'" ? replace(place, 'Write `:`', [end, end, ':']) : null;
};

const stepOne: Maker = (place) => (place.text === '0' ? write(place, '1', 'Count by 1') : null);

// ---- comments --------------------------------------------------------------------------------------------------------

/** One entry of a list in a comment goes; the last one takes the comment with it. */
const removeEntry: Maker = (place) => {
  const { view, finding, text } = place;
  if (!/^[\w-]+(?:=-?\d+)?$/.test(text)) return null;
  const { start, end } = finding.span;
  const before = /,\s*$/.exec(view.text.slice(0, start));
  const after = /^\s*,\s*/.exec(view.text.slice(end));
  const title = `Remove \`${text}\``;
  if (before !== null) return replace(place, title, [before.index, end, '']);
  if (after !== null) return replace(place, title, [start, end + after[0].length, '']);
  const comment = view.tokens.find((t) => t.kind === 'comment' && t.start <= start && end <= t.end);
  if (comment === undefined) return null;
  const spaces = /(?:^|\n)?[ \t]*$/.exec(view.text.slice(0, comment.start))?.[0].length ?? 0;
  return replace(place, 'Remove the comment', [comment.start - spaces, comment.end, '']);
};

const otherLabel: Maker = (place) => {
  const taken = new Set(place.view.labels.places.map(({ name }) => name));
  let n = 2;
  while (taken.has(`${place.text}_${n}`)) n++;
  return write(place, `${place.text}_${n}`, `Name it \`${place.text}_${n}\``);
};

const MAKERS: Readonly<Partial<Record<DiagnosticCode, Maker>>> = {
  'unknown-dtype': typeName(DATA_TYPES),
  'unknown-access-type': typeName(ACCESS_TYPES),
  'unknown-memory-type': typeName(MEMORY_TYPES),
  'write-to-input': declareAs('input', 'inout'),
  'uninitialised-read': declareAs('output', 'inout'),
  'lossy-store': castTo,
  'unsupported-operator': operator,
  'python-error': tensorAsPython,
  'illegal-return': tupleOfList,
  'wrong-arguments': surplusArgument,
  'syntax-error': missingColon,
  'zero-step': stepOne,
  'bad-binding': removeEntry,
  'unused-ignore': removeEntry,
  'duplicate-label': otherLabel,
};
