/** Figures for people: units that fit, columns that line up, lines of at most 80 characters. */

export const WIDTH = 80;

const TIMES = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
] as const;

/** ns with the largest unit that leaves a whole part: `12.3 ms`. */
export function time(ns: number | null): string {
  if (ns === null || Number.isNaN(ns)) return '-';
  const size = Math.abs(ns);
  for (const [unit, name] of TIMES) if (size >= unit) return `${significant(ns / unit)} ${name}`;
  return `${Math.round(ns)} ns`;
}

const SIZES = [
  [1e12, 'TB'],
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
] as const;

export function size(bytes: number | null): string {
  if (bytes === null || Number.isNaN(bytes)) return '-';
  for (const [unit, name] of SIZES) if (Math.abs(bytes) >= unit) return `${significant(bytes / unit)} ${name}`;
  return `${Math.round(bytes)} B`;
}

/** Three digits, without an exponent. */
function significant(value: number): string {
  const whole = Math.abs(value);
  return value.toFixed(whole >= 100 ? 0 : whole >= 10 ? 1 : 2);
}

export const percent = (share: number | null, digits = 1): string =>
  share === null || !Number.isFinite(share) ? '-' : `${(100 * share).toFixed(digits)} %`;

/** The text, or its beginning and an ellipsis. */
export const fit = (text: string, width: number): string => {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= width ? line : `${line.slice(0, Math.max(1, width - 1))}…`;
};

/** A table; the first column is text, the others are figures to the right. The first column gives way to the width. */
export function columns(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => (row[at] ?? '').length)));
  const others = widths.slice(1).reduce((sum, width) => sum + width + 2, 0);
  const first = Math.max(8, Math.min(widths[0] ?? 0, WIDTH - 2 - others));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, at) => (at === 0 ? fit(cell, first).padEnd(first) : cell.padStart(widths[at] ?? 0))).join('  ')}`.trimEnd();
  return [line(head), ...rows.map(line)];
}

/** Words over lines of the width, each after an indent. */
export function wrap(text: string, indent = '  '): readonly string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    const next = line === indent ? indent + word : `${line} ${word}`;
    if (next.length > WIDTH && line !== indent) {
      lines.push(line);
      line = indent + word;
    } else line = next;
  }
  return [...lines, line];
}

/** Whole numbers in few characters: `0-3, 7`. */
export function ranges(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let from = 0; from < numbers.length; ) {
    let to = from;
    while ((numbers[to + 1] ?? Number.NaN) === (numbers[to] ?? 0) + 1) to += 1;
    parts.push(from === to ? String(numbers[from]) : `${numbers[from]}-${numbers[to]}`);
    from = to + 1;
  }
  return parts.join(', ');
}
