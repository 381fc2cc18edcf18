/**
 * One Parquet file, written in a stream: a row group is encoded and appended when it is full, the footer when it is closed.
 * The bytes depend on the rows alone. Source of the format: parquet.thrift and README.md of Apache Parquet.
 */

import { closeSync, openSync, writeSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type Column, type Table, type TableName, tableOf } from '../model/tables.ts';
import {
  type AnyColumn,
  BigColumn,
  bufferFor,
  type Chunk,
  ConstantColumn,
  ENCODING,
  NumberColumn,
  TextColumn,
} from './columns.ts';
import { ByteSink } from './encode.ts';
import { ThriftWriter } from './thrift.ts';

/** Rows of a row group: small enough that some sixty open columns stay within a few tens of megabytes. */
export const GROUP_ROWS = 65_536;
/** Bytes of texts after which a row group is closed early. */
const GROUP_TEXT = 8 << 20;

/** Bytes that are gathered before they are written. */
const PENDING_BYTES = 1 << 18;

const PHYSICAL = { i32: 1, i64: 2, big: 2, f64: 5, str: 6, bool: 0 } as const;
const UTF8 = 0;
const CODEC = { none: 0, gzip: 2 } as const;
const MAGIC = new TextEncoder().encode('PAR1');

interface WrittenChunk {
  readonly column: string;
  readonly encodings: readonly number[];
  readonly codec: number;
  readonly values: number;
  readonly dictionaryAt: number | null;
  readonly dataAt: number;
  readonly rawSize: number;
  readonly size: number;
  readonly nulls: number;
  readonly range: Chunk['range'];
}

interface WrittenGroup {
  readonly rows: number;
  readonly chunks: readonly WrittenChunk[];
}

/** What `add` takes; undefined is null. */
export type Cell = number | bigint | string | boolean | null | undefined;

export class ParquetFile {
  /** Rows in the open row group: the index that `push` of a column wants. */
  row = 0;
  total = 0;
  /** Called while the values of a row group can still be read from the columns. */
  beforeFlush: () => void = () => {};
  private readonly table: Table;
  private readonly columns: ReadonlyMap<string, AnyColumn>;
  private readonly texts: readonly TextColumn[];
  private readonly groups: WrittenGroup[] = [];
  private readonly sink = new ByteSink();
  /** The end of the file that is not written yet: a row group is a hundred small pieces. */
  private readonly pending = new ByteSink();
  private readonly fd: number;
  private open = true;
  private position = 0;
  /** Where the value of the constant column stands in the file, once for each row group. */
  private readonly constantAt: number[] = [];

  /**
   * Creates the file; it must not exist.
   *
   * @param constant An i32 column that holds one value, given to `close`.
   * @param make What gathers the values of a column.
   * @throws The system's error.
   */
  constructor(
    path: string,
    name: TableName,
    private readonly constant: string | null = null,
    make: (column: Column) => AnyColumn = bufferFor,
  ) {
    this.table = tableOf(name);
    this.columns = new Map(
      Object.entries(this.table.columns).map(([key, column]) => [
        key,
        key === constant ? new ConstantColumn() : make(column),
      ]),
    );
    this.texts = [...this.columns.values()].filter((column) => column instanceof TextColumn);
    this.fd = openSync(path, 'wx');
    this.write(MAGIC);
  }

  column(name: string): AnyColumn | undefined {
    return this.columns.get(name);
  }

  numbers(name: string): NumberColumn {
    const column = this.columns.get(name);
    if (column instanceof NumberColumn) return column;
    throw new Error(`${name} is no column of numbers`);
  }

  text(name: string): TextColumn {
    const column = this.columns.get(name);
    if (column instanceof TextColumn) return column;
    throw new Error(`${name} is no column of texts`);
  }

  /** Ends the row whose values have been pushed at `row`. */
  endRow(): void {
    this.row++;
    if (this.row === GROUP_ROWS || ((this.row & 63) === 0 && this.hasMuchText)) this.flush();
  }

  /** The row before which `endRow` closes the row group, as long as no text comes that is new. */
  get rowLimit(): number {
    return this.hasMuchText ? (this.row | 63) + 1 : GROUP_ROWS;
  }

  private get hasMuchText(): boolean {
    for (const text of this.texts) if (text.bytes > GROUP_TEXT) return true;
    return false;
  }

  /** Adds one row given as an object. For tables with few rows. */
  add(values: Readonly<Record<string, Cell>>): void {
    for (const [key, column] of this.columns) {
      if (column instanceof ConstantColumn) continue;
      const value = values[key];
      if (value === null || value === undefined) {
        if (!column.optional) throw new Error(`${key} is missing`);
      } else if (column instanceof BigColumn) column.push(this.row, BigInt(value));
      else if (column instanceof TextColumn) column.pushText(this.row, String(value));
      else column.push(this.row, Number(value));
    }
    this.endRow();
  }

  /** Writes what is open and the footer. @param constant Value of the constant column. */
  close(constant = 0): void {
    if (this.row > 0) this.flush();
    this.writePending();
    const value = plainInteger(constant, 'i32');
    for (const position of this.constantAt) writeSync(this.fd, value, 0, 4, position);
    const footer = this.footer(constant);
    this.write(footer);
    const tail = new Uint8Array(8);
    new DataView(tail.buffer).setUint32(0, footer.length, true);
    tail.set(MAGIC, 4);
    this.write(tail);
    this.writePending();
    this.abandon();
  }

  /** Gives the file up where it is not closed; what is written of it is no Parquet file. */
  abandon(): void {
    if (this.open) closeSync(this.fd);
    this.open = false;
  }

  private flush(): void {
    const rows = this.row;
    this.beforeFlush();
    const chunks: WrittenChunk[] = [];
    for (const [name, column] of this.columns) chunks.push(this.writeChunk(name, column.flush(this.sink, rows), rows));
    this.groups.push({ rows, chunks });
    this.total += rows;
    this.row = 0;
  }

  private writeChunk(column: string, chunk: Chunk, rows: number): WrittenChunk {
    const codec = chunk.compress ? CODEC.gzip : CODEC.none;
    let rawSize = 0;
    const start = this.position;
    const page = (bytes: Uint8Array, describe: (writer: ThriftWriter) => void, type: number): void => {
      const packed = codec === CODEC.gzip ? gzipSync(bytes, { level: 1 }) : bytes;
      const writer = new ThriftWriter();
      writer.rawStruct(() => {
        writer.i32(1, type);
        writer.i32(2, bytes.length);
        writer.i32(3, packed.length);
        describe(writer);
      });
      const header = writer.take();
      rawSize += header.length + bytes.length;
      this.write(header);
      this.write(packed);
    };
    const { dictionary } = chunk;
    if (dictionary !== null) {
      const describe = (writer: ThriftWriter): void =>
        writer.struct(7, () => {
          writer.i32(1, dictionary.count);
          writer.i32(2, ENCODING.plain);
        });
      page(dictionary.bytes, describe, 2);
      if (column === this.constant) this.constantAt.push(this.position - 4);
    }
    const dataAt = this.position;
    const describe = (writer: ThriftWriter): void =>
      writer.struct(5, () => {
        writer.i32(1, rows);
        writer.i32(2, chunk.encoding);
        writer.i32(3, ENCODING.rle);
        writer.i32(4, ENCODING.rle);
      });
    page(chunk.data, describe, 0);
    return {
      column,
      codec,
      encodings:
        dictionary === null ? [chunk.encoding, ENCODING.rle] : [ENCODING.plain, ENCODING.dictionary, ENCODING.rle],
      values: rows,
      dictionaryAt: dictionary === null ? null : start,
      dataAt,
      rawSize,
      size: this.position - start,
      nulls: chunk.nulls,
      range: chunk.range,
    };
  }

  private footer(constant: number): Uint8Array {
    const writer = new ThriftWriter();
    const columns = Object.entries(this.table.columns);
    writer.rawStruct(() => {
      writer.i32(1, 2);
      writer.structs(2, [null, ...columns], (entry) => {
        if (entry === null) {
          writer.text(4, 'schema');
          writer.i32(5, columns.length);
          return;
        }
        const [name, { type, optional }] = entry;
        writer.i32(1, PHYSICAL[type]);
        writer.i32(3, optional ? 1 : 0);
        writer.text(4, name);
        if (type === 'str') writer.i32(6, UTF8);
      });
      writer.i64(3, this.total);
      writer.structs(4, this.groups, (group) => {
        writer.structs(1, group.chunks, (chunk) => this.describeChunk(writer, chunk, constant));
        writer.i64(
          2,
          group.chunks.reduce((sum, chunk) => sum + chunk.rawSize, 0),
        );
        writer.i64(3, group.rows);
      });
      writer.text(6, 'athanor');
    });
    return writer.take();
  }

  private describeChunk(writer: ThriftWriter, chunk: WrittenChunk, constant: number): void {
    const type = this.table.columns[chunk.column]?.type ?? 'str';
    writer.i64(2, chunk.dictionaryAt ?? chunk.dataAt);
    writer.struct(3, () => {
      writer.i32(1, PHYSICAL[type]);
      writer.i32s(2, chunk.encodings);
      writer.texts(3, [chunk.column]);
      writer.i32(4, chunk.codec);
      writer.i64(5, chunk.values);
      writer.i64(6, chunk.rawSize);
      writer.i64(7, chunk.size);
      writer.i64(9, chunk.dataAt);
      if (chunk.dictionaryAt !== null) writer.i64(11, chunk.dictionaryAt);
      writer.struct(12, () => {
        writer.i64(3, chunk.nulls);
        const range = chunk.column === this.constant ? { min: constant, max: constant } : chunk.range;
        if (range === null) return;
        writer.binary(5, plainInteger(range.max, type));
        writer.binary(6, plainInteger(range.min, type));
      });
    });
  }

  private write(bytes: Uint8Array): void {
    this.pending.append(bytes);
    this.position += bytes.length;
    if (this.pending.length >= PENDING_BYTES) this.writePending();
  }

  private writePending(): void {
    const { bytes, length } = this.pending;
    const from = this.position - length;
    let done = 0;
    while (done < length) done += writeSync(this.fd, bytes, done, length - done, from + done);
    this.pending.length = 0;
  }
}

const plainInteger = (value: number, type: string): Uint8Array => {
  const bytes = new Uint8Array(type === 'i32' ? 4 : 8);
  const view = new DataView(bytes.buffer);
  if (type === 'i32') view.setInt32(0, value, true);
  else view.setBigInt64(0, BigInt(value), true);
  return bytes;
};
