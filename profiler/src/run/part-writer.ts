/** The tables of one input, written into a directory of their own. A table exists once it has a row. */

import { join } from 'node:path';
import type { Column, TableName } from '../model/tables.ts';
import { type AnyColumn, bufferFor } from '../parquet/columns.ts';
import { ParquetFile } from '../parquet/file.ts';
import type { PartInfo } from './manifest.ts';

/** Sees the rows of a part as they are written. */
export interface RowWatch {
  /** A name has got its number. */
  name(id: number, text: string): void;
  /** The rows that a table has gathered are about to be written. */
  rows(table: TableName, file: ParquetFile): void;
}

/** The same, until the part is whole. */
export interface PartWatch extends RowWatch {
  /** Called before the part becomes one of the run in `dir`; it may not fail. */
  done(dir: string, part: PartInfo): void;
}

export class PartWriter {
  private readonly files = new Map<TableName, ParquetFile>();
  private readonly waiting: (() => void)[] = [];

  /**
   * @param dir Where to; it exists.
   * @param oneRank Whether all rows are of one rank, which `close` is told; otherwise each row says its own.
   */
  constructor(
    private readonly dir: string,
    readonly oneRank: boolean,
    readonly watch: RowWatch | null = null,
  ) {}

  /** @param make What gathers the values of a column; asked when the table begins. */
  table(name: TableName, make: (column: Column) => AnyColumn = bufferFor): ParquetFile {
    const open = this.files.get(name);
    if (open !== undefined) return open;
    const file = new ParquetFile(join(this.dir, `${name}.parquet`), name, this.oneRank ? 'rank' : null, make);
    file.beforeFlush = () => this.watch?.rows(name, file);
    this.files.set(name, file);
    return file;
  }

  /** Calls `then` once when nothing is written any more. */
  whenDone(then: () => void): void {
    this.waiting.push(then);
  }

  /** @returns Rows of each table. */
  close(rank: number): Partial<Record<TableName, number>> {
    const rows: Partial<Record<TableName, number>> = {};
    for (const [name, file] of this.files) {
      file.close(rank);
      rows[name] = file.total;
    }
    this.done();
    return rows;
  }

  abandon(): void {
    for (const file of this.files.values()) file.abandon();
    this.done();
  }

  private done(): void {
    for (const then of this.waiting.splice(0)) then();
  }
}
