/** Text in columns, `a | b | c`, cells wrapped at words so that a row stays within the given widths. */

const wrapCell = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
};

/** @param limits The most characters of each column; a column is no wider than its longest cell. */
export function table(rows: readonly (readonly string[])[], limits: readonly number[]): string {
  const wrapped = rows.map((row) => row.map((cell, column) => wrapCell(cell, limits[column] ?? 40)));
  const widths = limits.map((_, column) =>
    Math.max(1, ...wrapped.flatMap((row) => (row[column] ?? ['']).map((line) => line.length))),
  );
  const render = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(' | ')
      .trimEnd();
  const lines = wrapped.flatMap((row, index) => {
    const height = Math.max(...row.map((cell) => cell.length));
    const out = Array.from({ length: height }, (_, at) => render(row.map((cell) => cell[at] ?? '')));
    return index === 0 ? [...out, widths.map((width) => '-'.repeat(width)).join('-|-')] : out;
  });
  return lines.join('\n');
}
