/** Rows of a Parquet file that others wrote. */

import { loadDuckDb } from './duckdb.ts';

export type ParquetCell = string | number | bigint | boolean | null;

/**
 * Calls `row` with each row, some thousand at a time held.
 *
 * @param order Columns to sort by, where the file has them.
 * @returns The names of the columns. @throws DuckDB's error when it is no Parquet file.
 */
export const readParquet = async (
  path: string,
  order: readonly string[],
  row: (cells: Readonly<Record<string, ParquetCell>>) => void,
): Promise<readonly string[]> => {
  const { DuckDBInstance } = await loadDuckDb();
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '200MB' });
  const connection = await instance.connect();
  try {
    const source = `read_parquet('${path.replaceAll("'", "''")}')`;
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
    const names = described.getRowsJS().map(([name]) => String(name));
    const by = order.filter((name) => names.includes(name)).map((name) => `"${name}"`);
    const sorted = by.length === 0 ? '' : ` ORDER BY ${by.join(', ')}`;
    const result = await connection.stream(`SELECT * FROM ${source}${sorted}`);
    for await (const rows of result.yieldRowObjectJs())
      for (const cells of rows) row(cells as Readonly<Record<string, ParquetCell>>);
    return names;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};
