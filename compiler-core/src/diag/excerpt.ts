/** Source lines with carets below, exact under tabs, wide characters and long lines. */

import { displayWidth, expand, sanitise, sliceColumns, wrap } from './display-width.ts';
import type { Palette } from './palette.ts';
import type { ExcerptLine, Place } from './source-view.ts';

export interface ExcerptStyle {
  readonly palette: Palette;
  /** Paints the carets and the label. */
  readonly mark: (text: string) => string;
  readonly markChar: '^' | '-';
  /** Columns in all. */
  readonly width: number;
  /** Columns of the line numbers. */
  readonly gutter: number;
}

export const gutterOf = (places: readonly Place[]): number =>
  Math.max(1, ...places.flatMap((place) => place.excerpt.map((line) => String(line.line).length)));

/** `12 | text` for each line, carets under the marked part, the label after the last caret or below it. */
export const renderExcerpt = (place: Place, label: string, style: ExcerptStyle): readonly string[] => {
  const out: string[] = [];
  const lines = place.excerpt;
  lines.forEach((line, index) => {
    // Of a long range the first two lines and the last are enough to find it.
    if (lines.length > 4 && index >= 2 && index < lines.length - 1) {
      if (index === 2) out.push(style.palette.dim(`${' '.repeat(style.gutter)} ...`));
      return;
    }
    out.push(...renderLine(place, line, index === lines.length - 1 ? label : '', style));
  });
  return out;
};

const renderLine = (place: Place, line: ExcerptLine, label: string, style: ExcerptStyle): readonly string[] => {
  const room = Math.max(20, style.width - style.gutter - 3);
  const { text, columns } = expand(line.text);
  const end = columns[columns.length - 1] ?? 0;
  const unit = (column: number): number =>
    columns[Math.max(0, Math.min(column - 1 - line.from, columns.length - 1))] ?? end;
  const indent = columns[line.text.search(/\S|$/)] ?? 0;
  let from = line.line === place.start.line ? unit(place.start.column) : indent;
  let to = line.line === place.end.line ? unit(place.end.column) : end;
  if (to <= from) to = from + 1;

  // A line that does not fit is shown through a window around the mark.
  let shown = text;
  if (end > room) {
    const left = from < room - 8 ? 0 : Math.min(from - 8, Math.max(0, end - room + 3));
    const cutLeft = left > 0 || line.from > 0;
    const head = cutLeft ? '...' : '';
    const cutRight = end - left + head.length > room;
    const body = sliceColumns(text, left, left + room - head.length - (cutRight ? 3 : 0));
    shown = `${head}${body}${cutRight ? '...' : ''}`;
    from += head.length - left;
    to = Math.min(to + head.length - left, displayWidth(shown));
    if (to <= from) to = from + 1;
  }
  const bar = style.palette.dim('|');
  const number = style.palette.dim(String(line.line).padStart(style.gutter));
  const blank = ' '.repeat(style.gutter);
  const rows = [`${number} ${bar} ${shown}`.trimEnd()];
  const carets = `${' '.repeat(from)}${style.mark(style.markChar.repeat(to - from))}`;
  if (label === '') return [...rows, `${blank} ${bar} ${carets}`];
  const beside = wrap(label, room - to - 1);
  if (beside.length === 1 && displayWidth(label) <= room - to - 1)
    return [...rows, `${blank} ${bar} ${carets} ${style.mark(label)}`];
  const below = Math.min(from, Math.max(0, room - Math.min(displayWidth(label), 60)));
  rows.push(`${blank} ${bar} ${carets}`);
  for (const part of wrap(label, room - below)) rows.push(`${blank} ${bar} ${' '.repeat(below)}${style.mark(part)}`);
  return rows;
};

/** `path:line:column`, or `path:cell 3:line:column` in a notebook. */
export const placeInWords = (place: Place): string =>
  `${sanitise(place.file)}:${place.cell === null ? '' : `cell ${place.cell}:`}${place.start.line}:${place.start.column}`;
