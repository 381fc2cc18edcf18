/** How wide text stands in a terminal, and how it is made safe to print there. */

/** Blocks of Unicode 15 whose characters take two columns (East Asian Width W and F, and emoji shown as pictures). */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x23e9, 0x23ec],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18aff],
  [0x1b000, 0x1b2ff],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x1fa70, 0x1faff],
  [0x20000, 0x3fffd],
];
const ZERO = /^(?:\p{Mn}|\p{Me}|[\u200b\u200c]|\u200d|[\ufe00-\ufe0f])$/u;

const codePointWidth = (point: number): number => {
  if (point < 0x300) return 1;
  if (point >= 0x1100 && WIDE.some(([lo, hi]) => point >= lo && point <= hi)) return 2;
  return ZERO.test(String.fromCodePoint(point)) ? 0 : 1;
};

/** Columns that printable text takes. Tabs and control characters count one: `expand` takes them out first. */
export const displayWidth = (text: string): number => {
  let width = 0;
  for (const char of text) width += codePointWidth(char.codePointAt(0) ?? 0);
  return width;
};

// Escape sequences and bidirectional overrides in a source file must not act on the reader's terminal.
const isUnsafe = (point: number): boolean =>
  point < 0x20 ||
  (point >= 0x7f && point < 0xa0) ||
  (point >= 0x202a && point <= 0x202e) ||
  (point >= 0x2066 && point <= 0x2069) ||
  point === 0x200e ||
  point === 0x200f ||
  point === 0x2028 ||
  point === 0x2029 ||
  (point >= 0xd800 && point <= 0xdfff);

const visible = (point: number): string => (point < 0x20 ? String.fromCharCode(0x2400 + point) : '\ufffd');

/** The same text with everything a terminal could act on shown as a symbol; line breaks become spaces. */
export const sanitise = (text: string): string => {
  let out = '';
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    if (point === 10 || point === 13 || point === 9) out += ' ';
    else out += isUnsafe(point) ? visible(point) : char;
  }
  return out;
};

export interface Expanded {
  /** Safe to print, tabs as spaces. */
  readonly text: string;
  /** `columns[u]` is the display column before UTF-16 unit `u` of the source line; one more entry for its end. */
  readonly columns: readonly number[];
}

/** A source line as it is printed: tabs to the next multiple of `tabSize`, control characters as symbols. */
export const expand = (line: string, tabSize = 4): Expanded => {
  const columns: number[] = [];
  let text = '';
  let column = 0;
  for (const char of line) {
    const point = char.codePointAt(0) ?? 0;
    for (let unit = 0; unit < char.length; unit++) columns.push(column);
    if (point === 9) {
      const width = tabSize - (column % tabSize);
      text += ' '.repeat(width);
      column += width;
    } else if (isUnsafe(point)) {
      text += visible(point);
      column += 1;
    } else {
      text += char;
      column += codePointWidth(point);
    }
  }
  columns.push(column);
  return { text, columns };
};

/** The part of `text` that stands in display columns `[from, to)`; a wide character cut in half becomes a space. */
export const sliceColumns = (text: string, from: number, to: number): string => {
  let out = '';
  let column = 0;
  for (const char of text) {
    const width = codePointWidth(char.codePointAt(0) ?? 0);
    const end = column + width;
    if (column >= from && end <= to) out += char;
    else if (end > from && column < to) out += ' '.repeat(Math.min(end, to) - Math.max(column, from));
    column = end;
    if (column >= to && width > 0) break;
  }
  return out;
};

/** Breaks text at spaces into lines of at most `width` columns (a longer word stands alone, uncut). */
export const wrap = (text: string, width: number, firstWidth = width): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const room = lines.length === 0 ? firstWidth : width;
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines;
};
