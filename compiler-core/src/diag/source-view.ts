/** A text as its reader knows it: the path that is printed, and for a notebook the cells it was joined from. */

import { LineIndex } from '../text/line-index.ts';
import { type FileId, line0, type Offset, offset } from '../text/span.ts';

/** `number` counts all cells of the notebook from 1; `firstLine` is the line of the joined text (from 0) where it begins. */
export interface Cell {
  readonly number: number;
  readonly firstLine: number;
}

export interface SourceView {
  readonly file: FileId;
  readonly path: string;
  readonly lines: LineIndex;
  /** Empty for a plain file. */
  readonly cells: readonly Cell[];
}

export const sourceView = (file: FileId, path: string, text: string, cells: readonly Cell[] = []): SourceView => ({
  file,
  path,
  lines: new LineIndex(text),
  cells,
});

/** Line and column count from 1, columns in UTF-16 units; `line` counts from the start of `cell` where there is one. */
export interface Point {
  readonly line: number;
  readonly column: number;
}

const cellAt = (view: SourceView, line: number): Cell | null => {
  let found: Cell | null = null;
  for (const cell of view.cells) if (cell.firstLine <= line) found = cell;
  return found;
};

/** One line of source around a finding; `from` UTF-16 units of a very long line were cut before `text`. */
export interface ExcerptLine {
  readonly line: number;
  readonly text: string;
  readonly from: number;
}

export interface Place {
  readonly file: string;
  readonly cell: number | null;
  readonly start: Point;
  readonly end: Point;
  readonly excerpt: readonly ExcerptLine[];
}

const LONGEST_LINE = 400;
const MOST_LINES = 6;

/** Where `[start, end)` stands, with its source lines: at most six, each at most 400 units around the place. */
export const placeOf = (view: SourceView, start: Offset, end: Offset): Place => {
  const from = view.lines.position0(start);
  const to = view.lines.position0(offset(Math.max(start, end)));
  const cell = cellAt(view, from.line);
  const first = cell?.firstLine ?? 0;
  // A range that ends at the start of a line does not touch that line.
  const lastLine = to.character === 0 && to.line > from.line ? to.line - 1 : to.line;
  const excerpt: ExcerptLine[] = [];
  for (let at: number = from.line; at <= lastLine && excerpt.length < MOST_LINES; at++) {
    const text = view.lines.lineText(line0(at));
    const cut =
      text.length > LONGEST_LINE ? Math.max(0, (at === from.line ? from.character : 0) - LONGEST_LINE / 4) : 0;
    excerpt.push({ line: at - first + 1, text: text.slice(cut, cut + LONGEST_LINE), from: cut });
  }
  return {
    file: view.path,
    cell: cell?.number ?? null,
    start: { line: from.line - first + 1, column: from.character + 1 },
    end: { line: to.line - first + 1, column: to.character + 1 },
    excerpt,
  };
};
