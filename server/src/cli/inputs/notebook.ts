/** The Python of a notebook: code cells joined, magics commented out without moving anything. */

import type { Cell } from '@athanor/compiler-core/diag/source-view.ts';

export type Notebook =
  | { readonly ok: true; readonly text: string; readonly cells: readonly Cell[] }
  | { readonly ok: false; readonly message: string };

/** Cell magics whose body is still Python. */
const PYTHON_MAGICS = /^%%(?:time|timeit|capture|prun|python3?)\b/;

/** nbformat 4, and the `worksheets` of nbformat 3. Any JSON gives an answer. */
export const readNotebook = (json: string): Notebook => {
  let root: unknown;
  try {
    root = JSON.parse(json);
  } catch (error) {
    return {
      ok: false,
      message: `the notebook is not JSON: ${error instanceof Error ? error.message : 'unknown mistake'}`,
    };
  }
  const list = cellsOf(root);
  if (list === null) return { ok: false, message: 'the file is JSON, but no notebook: it has no list `cells`' };
  const cells: Cell[] = [];
  let text = '';
  let line = 0;
  list.forEach((cell, index) => {
    if (field(cell, 'cell_type') !== 'code') return;
    const source = sourceOf(field(cell, 'source') ?? field(cell, 'input'));
    const python = pythonOfCell(source.replace(/\r\n?/g, '\n'));
    cells.push({ number: index + 1, firstLine: line });
    text += python.endsWith('\n') ? python : `${python}\n`;
    line = text.split('\n').length - 1;
  });
  return { ok: true, text, cells };
};

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;

const cellsOf = (root: unknown): readonly unknown[] | null => {
  const cells = field(root, 'cells');
  if (Array.isArray(cells)) return cells;
  const sheets = field(root, 'worksheets');
  if (!Array.isArray(sheets)) return null;
  return sheets.flatMap((sheet: unknown) => {
    const own = field(sheet, 'cells');
    return Array.isArray(own) ? (own as unknown[]) : [];
  });
};

const sourceOf = (source: unknown): string =>
  typeof source === 'string'
    ? source
    : Array.isArray(source)
      ? source.filter((part: unknown) => typeof part === 'string').join('')
      : '';

/** A cell without its magics. Every line keeps its length, so columns stay true. */
export const pythonOfCell = (source: string): string => {
  const foreign = source.trimStart().startsWith('%%') && !PYTHON_MAGICS.test(source.trimStart());
  return source
    .split('\n')
    .map((line) => {
      const magic = /^(\s*)([%!?].*)$/.exec(line);
      if (foreign) return line === '' ? line : `#${line.slice(1)}`;
      if (magic === null) return line;
      const [, indent = '', body = ''] = magic;
      // Inside a block something must stand there: `pass`, where it fits.
      return indent !== '' && body.length >= 5 ? `${indent}pass#${body.slice(5)}` : `${indent}#${body.slice(1)}`;
    })
    .join('\n');
};
