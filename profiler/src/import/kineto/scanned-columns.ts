/** Columns that the scanner fills: their values lie in its memory. The cold cases are pushed from here, as into any column. */

import type { Column } from '../../model/tables.ts';
import {
  type AnyColumn,
  bufferFor,
  type Chunk,
  NumberColumn,
  type Spelling,
  TextColumn,
  VERBATIM,
} from '../../parquet/columns.ts';
import type { Source } from '../../parquet/dictionary.ts';
import type { ByteSink } from '../../parquet/encode.ts';
import { COLUMN, type Scanner } from './scanner.ts';

export class ScannedNumbers extends NumberColumn {
  readonly address: number;

  constructor(
    private readonly scanner: Scanner,
    type: NumberColumn['type'],
    optional: boolean,
  ) {
    super(type, optional);
    this.address = scanner.column(8);
  }

  override push(row: number, value: number): void {
    const { scanner, address } = this;
    const { view } = scanner;
    const count = scanner.begin(address, row);
    if (count >= 0) view.setFloat64(address + COLUMN.values + count * 8, value, true);
  }

  override read(rows: number, missing: number, into?: Float64Array): Float64Array {
    this.look();
    return super.read(rows, missing, into);
  }

  override flush(sink: ByteSink, rows: number): Chunk {
    this.look();
    this.scanner.endGroup(this.address);
    return super.flush(sink, rows);
  }

  private look(): void {
    const { scanner, address } = this;
    this.count = scanner.countOf(address);
    this.values = new Float64Array(scanner.bytes.buffer, address + COLUMN.values, this.count);
    this.present = scanner.presence(address);
  }
}

export class ScannedTexts extends TextColumn {
  readonly address: number;

  constructor(
    private readonly scanner: Scanner,
    optional: boolean,
  ) {
    super(optional);
    this.address = scanner.column(4);
    scanner.view.setInt32(this.address + COLUMN.salt, scanner.newSalt(), true);
  }

  override push(row: number, source: Source, from: number, to: number, spelling: Spelling = VERBATIM): void {
    const { scanner, address } = this;
    const count = scanner.begin(address, row);
    if (count < 0) return;
    const id = this.idOf(source, from, to, spelling);
    scanner.view.setInt32(address + COLUMN.values + count * 4, id, true);
    if (source === scanner) scanner.exports.remember(from, to, scanner.saltOf(address) + spelling, id);
  }

  override read(rows: number): Int32Array {
    this.look();
    return super.read(rows);
  }

  private look(): void {
    const { scanner, address } = this;
    this.count = scanner.countOf(address);
    this.ids = new Int32Array(scanner.bytes.buffer, address + COLUMN.values, this.count);
    this.present = scanner.presence(address);
  }

  override flush(sink: ByteSink, rows: number): Chunk {
    const { scanner, address } = this;
    this.look();
    scanner.endGroup(address);
    // What entry a text has is not so in the next row group.
    scanner.view.setInt32(address + COLUMN.salt, scanner.newSalt(), true);
    return super.flush(sink, rows);
  }
}

export const scannedColumn = (scanner: Scanner, column: Column): AnyColumn => {
  const { type, optional } = column;
  if (type === 'str') return new ScannedTexts(scanner, optional);
  return type === 'big' ? bufferFor(column) : new ScannedNumbers(scanner, type, optional);
};
