import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, expect, test } from 'vitest';
import { type TableName, tableOf } from '../model/tables.ts';
import { sourceOf } from './dictionary.ts';
import { ParquetFile } from './file.ts';

const folder = mkdtempSync(join(tmpdir(), 'athanor-parquet-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** mulberry32: the same rows for the same seed. */
const random = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

type Cell = number | string | boolean | null;

/** Values of every width and sign, runs, gaps, and texts that repeat or do not. */
const rowsOf = (table: TableName, count: number, seed: number): Record<string, Cell>[] => {
  const next = random(seed);
  const columns = Object.entries(tableOf(table).columns).map(([name, column]) => {
    const style = Math.floor(next() * 5);
    return { name, column, style, scale: 2 ** Math.floor(next() * (column.type === 'i32' ? 31 : 53)) };
  });
  let walk = 0;
  return Array.from({ length: count }, (_, row) => {
    walk += Math.floor(next() * 1000) - 100;
    const cells = columns.map(({ name, column, style, scale }): [string, Cell] => {
      if (column.optional && (style === 0 || (style === 1 && row % 97 < 60) || (style === 2 && next() < 0.5)))
        return [name, null];
      switch (column.type) {
        case 'str':
          return [name, style === 3 ? `é${row} "x"` : `text ${Math.floor(next() * 5)}`];
        case 'bool':
          return [name, next() < 0.5];
        case 'f64':
          return [name, (next() - 0.5) * scale];
        default:
          if (style === 3) return [name, walk % 2 ** 31];
          if (style === 4) return [name, 7];
          return [name, Math.floor((next() * 2 - 1) * scale)];
      }
    });
    return Object.fromEntries(cells);
  });
};

const readBack = async (file: string): Promise<Record<string, Cell>[]> => {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet('${file}')`);
  const rows = reader
    .getRowObjectsJS()
    .map((row) =>
      Object.fromEntries(Object.entries(row).map(([k, v]) => [k, (typeof v === 'bigint' ? Number(v) : v) as Cell])),
    );
  connection.closeSync();
  instance.closeSync();
  return rows;
};

test.each([
  ['training_op', 1],
  ['flight', 9],
  ['flight', 700],
  ['slice', 2_500],
  ['training_op', 66_000],
] as const)('DuckDB reads %s with %i rows as they were written', async (table, count) => {
  for (const seed of count > 1_000 ? [1] : [1, 2, 3, 4]) {
    const rows = rowsOf(table, count, seed);
    const path = join(folder, `${table}-${count}-${seed}.parquet`);
    const file = new ParquetFile(path, table);
    for (const row of rows) file.add(row);
    file.close();
    expect(file.total).toBe(count);
    const read = await readBack(path);
    expect(read.length, `seed ${seed}`).toBe(rows.length);
    const wrong = rows.findIndex((row, at) => JSON.stringify(read[at]) !== JSON.stringify(row));
    if (wrong >= 0) expect(read[wrong], `seed ${seed}, row ${wrong}`).toEqual(rows[wrong]);
  }
});

test('a table without rows is a readable file', async () => {
  const path = join(folder, 'empty.parquet');
  new ParquetFile(path, 'node').close();
  expect(await readBack(path)).toEqual([]);
});

test('the same rows give the same bytes', () => {
  const rows = rowsOf('slice', 500, 11);
  const bytes = ['a', 'b'].map((name) => {
    const path = join(folder, `${name}.parquet`);
    const file = new ParquetFile(path, 'slice');
    for (const row of rows) file.add(row);
    file.close();
    return readFileSync(path);
  });
  expect(bytes[0]?.equals(bytes[1] ?? Buffer.alloc(0))).toBe(true);
});

test('bytes that are no UTF-8 become text', async () => {
  const path = join(folder, 'utf8.parquet');
  const file = new ParquetFile(path, 'name');
  const bytes = new Uint8Array([0x61, 0xff, 0x62, 0, 0x63, 0, 0, 0, 0, 0, 0, 0]);
  for (const [at, end] of [3, 5, 0].entries()) {
    file.numbers('rank').push(file.row, 0);
    file.numbers('id').push(file.row, at);
    file.text('text').push(file.row, sourceOf(bytes), 0, end);
    file.endRow();
  }
  file.close();
  expect((await readBack(path)).map((row) => row['text'])).toEqual(['a\uFFFDb', 'a\uFFFDb\0c', '']);
});
