/** A DuckDB connection over a run: one view for each table of the model, and views and macros on top of them. */

import type { DuckDBConnection, DuckDBInstance, DuckDBResultReader } from '@duckdb/node-api';
import { SQL_TYPE, TABLE_NAMES, type TableName, tableOf } from '../model/tables.ts';
import { DamagedRun } from './damaged.ts';
import { loadDuckDb } from './duckdb.ts';
import { partFile, runFile } from './layout.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { MACROS, VIEWS } from './views.ts';

export interface OpenOptions {
  /** Only the parts that hold one of these ranks; all parts when absent. */
  readonly ranks?: readonly number[];
  /** DuckDB's threads; default 1, so that results and memory do not depend on the machine. */
  readonly threads?: number;
  /** DuckDB's memory, such as `200MB`; it spills beyond. */
  readonly memoryLimit?: string;
  /** Where it spills to. */
  readonly tempDirectory?: string;
}

export type Value = number | bigint | string | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type Row = Readonly<Record<string, Value>>;

export interface Run {
  readonly dir: string;
  readonly manifest: Manifest;
  /** The result of SQL that a person wrote: all tables, views and macros are there. @throws DuckDB's error; DamagedRun. */
  query(sql: string): Promise<DuckDBResultReader>;
  /** Rows of a query. BIGINT comes as bigint, INTEGER and DOUBLE as number. @throws DuckDB's error. */
  rows(sql: string): Promise<Row[]>;
  /** Columns of a query, for work in JavaScript: numbers as Float64Array (a BIGINT beyond 2^53 loses precision), texts as arrays. @throws DamagedRun. */
  columns(sql: string): Promise<Readonly<Record<string, Float64Array | readonly (string | null)[]>>>;
  close(): void;
}

/** `DuckDBTypeId.VARCHAR`; the package itself is loaded when a run is opened, not before. */
const VARCHAR = 17;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const viewSql = (dir: string, table: TableName, parts: Manifest['parts']): string => {
  const { columns, scope } = tableOf(table);
  const files =
    scope === 'run'
      ? [runFile(dir, table)]
      : parts.filter((part) => part.tables[table] !== undefined).map((part) => partFile(dir, part.part, table));
  const empty = Object.entries(columns).map(([name, { type }]) => `NULL::${SQL_TYPE[type]} AS "${name}"`);
  const from =
    files.length === 0
      ? `SELECT ${empty.join(', ')} WHERE false`
      : `SELECT * FROM read_parquet([${files.map(quoted).join(', ')}])`;
  return `CREATE VIEW "${table}" AS ${from}`;
};

/**
 * Opens a run for queries, in memory; the run itself is only read.
 *
 * @throws Error for people when `dir` is no run.
 * @cost DuckDB starts in about 0.1 s. Views are made when they are first asked: all of them take a twentieth of a second.
 */
export const openRun = async (dir: string, options: OpenOptions = {}): Promise<Run> => {
  const manifest = readManifest(dir);
  const { DuckDBInstance } = await loadDuckDb();
  const settings: Record<string, string> = { threads: String(options.threads ?? 1), preserve_insertion_order: 'true' };
  if (options.memoryLimit !== undefined) settings['memory_limit'] = options.memoryLimit;
  if (options.tempDirectory !== undefined) settings['temp_directory'] = options.tempDirectory;
  const instance: DuckDBInstance = await DuckDBInstance.create(':memory:', settings);
  const connection = await instance.connect();
  const { ranks } = options;
  const parts = manifest.parts.filter(
    (part) => ranks === undefined || part.ranks.some(({ rank }) => ranks.includes(rank)),
  );
  const make = viewMaker(connection, [
    ...TABLE_NAMES.map((table) => [table, () => viewSql(dir, table, parts)] as const),
    ...[...VIEWS, ...MACROS].map(({ name, sql }) => [name.replace(/\(.*/, ''), () => sql] as const),
  ]);
  return {
    dir,
    manifest,
    query: async (sql) => {
      await ours(make());
      return connection.runAndReadAll(sql);
    },
    rows: (sql) => ours(make(sql).then(async () => (await connection.runAndReadAll(sql)).getRowObjectsJS() as Row[])),
    columns: (sql) => ours(make(sql).then(() => readColumns(connection, sql))),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
};

const ours = async <T>(answer: Promise<T>): Promise<T> => {
  try {
    return await answer;
  } catch (error) {
    const [said] = String(error instanceof Error ? error.message : error).split('\n');
    throw new DamagedRun(`the run is damaged: ${said}; ingest the traces again, into a new directory`, {
      cause: error,
    });
  }
};

/** Makes what a text names and is not there yet; without a text everything. Two questions at a time wait for each other here. */
const viewMaker = (connection: DuckDBConnection, statements: readonly (readonly [string, () => string])[]) => {
  // What one is made of comes before it, so that from the last to the first each text is known when it is asked.
  const missing = [...statements].reverse();
  const makeNamed = async (text?: string): Promise<void> => {
    const chosen: string[] = [];
    let asked = text;
    for (const each of [...missing]) {
      const [name, statement] = each;
      if (asked?.includes(name) === false) continue;
      missing.splice(missing.indexOf(each), 1);
      const sql = statement();
      chosen.unshift(sql);
      if (asked !== undefined) asked += sql;
    }
    for (const sql of chosen) await connection.run(sql);
  };
  let made = Promise.resolve();
  return (text?: string): Promise<void> => {
    made = made.then(() => makeNamed(text));
    return made;
  };
};

/** Straight from DuckDB's vectors, chunk by chunk: rows as objects would cost ten times as much. */
const readColumns = async (connection: DuckDBConnection, sql: string) => {
  const result = await connection.stream(sql);
  const names = result.columnNames();
  const parts: (Float64Array | (string | null)[])[][] = names.map(() => []);
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const rows = chunk.rowCount;
    for (const [at, part] of parts.entries()) {
      const vector = chunk.getColumnVector(at);
      if (result.columnTypeId(at) === VARCHAR) {
        part.push(Array.from({ length: rows }, (_, row) => textOf(vector.getItem(row))));
        continue;
      }
      part.push(plainNumbers(vector, rows) ?? checkedNumbers(vector, rows));
    }
  }
  return Object.fromEntries(
    names.map((name, at) => {
      const chunks = parts[at] ?? [];
      return [
        name,
        result.columnTypeId(at) === VARCHAR
          ? chunks.flatMap((chunk) => [...chunk] as (string | null)[])
          : joined(chunks),
      ];
    }),
  );
};

interface Vector {
  getItem(row: number): unknown;
}

const checkedNumbers = (vector: Vector, rows: number): Float64Array => {
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const value = vector.getItem(row);
    values[row] = value === null ? Number.NaN : Number(value);
  }
  return values;
};

/** A copy of the vector's own memory where it is an array of doubles or small integers and nothing is null; else null. */
const plainNumbers = (vector: Vector, rows: number): Float64Array | null => {
  const items: unknown = Reflect.get(vector, 'items');
  const validity: unknown = Reflect.get(vector, 'validity');
  const plain = items instanceof Float64Array || items instanceof Int32Array;
  const whole = typeof validity === 'object' && validity !== null && Reflect.get(validity, 'data') === null;
  return plain && whole && items.length === rows ? Float64Array.from(items) : null;
};

const textOf = (value: unknown): string | null => (value === null ? null : String(value));

const joined = (chunks: readonly (Float64Array | readonly (string | null)[])[]): Float64Array => {
  const whole = new Float64Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    if (chunk instanceof Float64Array) whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
};
