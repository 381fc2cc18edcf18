/** The same edits for every server: a term typed and taken back, character by character, in one function of a long file. */

import { exampleTexts, longProgram } from '../check/generate.ts';

export const LINES = 2000;
export const EDITS = 200;
const TERM = ' + 1.0';

export interface Edit {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly text: string;
}
export interface Position {
  readonly line: number;
  readonly character: number;
}
export interface Typing {
  readonly text: string;
  readonly edits: readonly Edit[];
  /** A name in the function that is edited, for hover. */
  readonly hoverAt: Position;
}

/** What a programmer writes behind an example: calls that are legal, by what its text holds. */
const SCHEDULES: Readonly<Record<string, readonly string[]>> = {
  attention: [
    's = ft.Schedule(attention)',
    's.parallelize("heads", "openmp")',
    's.split("positions", 32)',
    's.vectorize("scores")',
    's.unroll("mix")',
  ],
  rasterise: ['s = ft.Schedule(rasterise)', 's.merge("rows", "columns")', 's.split("faces", 4)', 's.unroll("edges")'],
  mesh_conv: ['s = ft.Schedule(mesh_conv)', 's.parallelize("faces", "openmp")', 's.unroll("sides")'],
};
const withSchedule = (text: string): string => {
  const of = Object.entries(SCHEDULES).find(([name]) => text.includes(`def ${name}(`));
  return of ? `${text.trimEnd()}\n\n\n${of[1].join('\n')}\n` : text;
};

/**
 * A statement in the middle of the file that assigns an element; null without examples. `scheduled`: functions are
 * scheduled behind their text, also the one that is edited.
 */
export const typing = (lines = LINES, edits = EDITS, scheduled = false): Typing | null => {
  const texts = exampleTexts();
  const text = longProgram(scheduled ? texts.map(withSchedule) : texts, lines, 't');
  if (text === null) return null;
  const rows = text.split('\n');
  const line = rows.findIndex((row, i) => i > rows.length / 2 && /^ {4,}\w+\[.*\] = [^#(]*[\w\])]$/.test(row));
  const row = rows[line];
  if (row === undefined) return null;
  const list = editsOf(line, row.length, TERM, edits);
  return { text, edits: list, hoverAt: { line, character: row.search(/\S/) } };
};

/** `term` typed behind a place and taken back, again and again. */
export const editsOf = (line: number, end: number, term: string, edits: number): readonly Edit[] =>
  Array.from({ length: edits }, (_, i): Edit => {
    const step = i % (2 * term.length);
    const typed = step < term.length ? step : 2 * term.length - step;
    const at = { line, character: end + typed };
    return step < term.length
      ? { range: { start: at, end: at }, text: term[step] ?? '' }
      : { range: { start: { line, character: end + typed - 1 }, end: at }, text: '' };
  });
