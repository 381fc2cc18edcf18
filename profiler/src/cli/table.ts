/** Rows as text. */

export type Cell = unknown;

const plain = (cell: Cell): string => {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'object')
    return JSON.stringify(cell, (_, each) => (typeof each === 'bigint' ? Number(each) : each));
  return String(cell);
};

/** Columns padded to their widest cell; numbers to the right. */
export const textTable = (names: readonly string[], rows: readonly (readonly Cell[])[]): string => {
  const cells = rows.map((row) => row.map((cell) => plain(cell).replaceAll(/\s+/g, ' ')));
  const numeric = names.map((_, at) =>
    rows.every((row) => row[at] === null || /^(?:number|bigint)$/.test(typeof row[at])),
  );
  const widths = names.map((name, at) =>
    Math.max(name.length, ...cells.map((row) => Math.min(60, row[at]?.length ?? 0))),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => {
        const short = cell.length > 60 ? `${cell.slice(0, 59)}…` : cell;
        return numeric[at] === true ? short.padStart(widths[at] ?? 0) : short.padEnd(widths[at] ?? 0);
      })
      .join('  ')
      .trimEnd();
  return `${[line(names), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n')}\n`;
};

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const csvTable = (names: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  `${[names, ...rows].map((row) => row.map((cell) => quoted(plain(cell))).join(',')).join('\n')}\n`;

/** One object for each row. Integers beyond 2^53 are texts: a JSON number would lose their last digits. */
export const jsonTable = (names: readonly string[], rows: readonly (readonly Cell[])[]): string => {
  const safe = (_key: string, cell: unknown): unknown => {
    if (typeof cell !== 'bigint') return cell;
    return cell >= -(2n ** 53n) && cell <= 2n ** 53n ? Number(cell) : String(cell);
  };
  const objects = rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? null])));
  return `${JSON.stringify(objects, safe, 1)}\n`;
};
