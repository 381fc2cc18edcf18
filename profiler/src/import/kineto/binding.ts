/** Puts the fields of an event into the columns of one table; what fits no column becomes JSON for `args`. */

import { type AnyColumn, type NumberColumn, QUOTED, type TextColumn, VERBATIM } from '../../parquet/columns.ts';
import { type Source, sourceOf } from '../../parquet/dictionary.ts';
import type { ParquetFile } from '../../parquet/file.ts';
import { type EventParser, NESTED, TEXT } from './event-parser.ts';
import { ARGS_LEVEL, type Fields } from './fields.ts';
import { CAT, type Form, PH, SCOPE } from './known.ts';
import { integerOf } from './numbers.ts';
import { ScannedNumbers, ScannedTexts } from './scanned-columns.ts';
import { BINDING, COMMON, type Scanner } from './scanner.ts';

const INT = 1;
const FLOAT = 2;
const TEXTUAL = 3;
const TRIPLE = 4;
const ACTION: Readonly<Record<Form, number>> = { int: INT, float: FLOAT, text: TEXTUAL, triple: TRIPLE };

/** Fields of the event itself that have a column of their own in some tables. */
const OWN_TEXTS = [
  [CAT, 'cat'],
  [PH, 'ph'],
  [SCOPE, 'scope'],
] as const;

/** Those of `COMMON` that have a value in each row, which the scanner relies on. */
const EVERY_ROW = COMMON.slice(0, 6);

const decoder = new TextDecoder();

/** Numbers, NaN and the like are none; nor is text. */
const floatOf = (written: string, kind: number): number | null => {
  const value = kind === TEXT ? Number.NaN : Number(written);
  return Number.isNaN(value) ? null : value;
};

/** Text that is a number: AMD writes streams in hexadecimal. */
const integerWritten = (written: string, kind: number): number | null => (kind === TEXT ? integerOf(written) : null);

/** What every event has; `name` and `length` count where the table has such a column, `name` only without a `salt`. */
export interface Common {
  rank: number;
  id: number;
  track: number;
  start: number;
  length: number;
  salt: number;
  name: number;
}

export class Binding {
  /** Where the scanner finds what to do. */
  readonly address: number;
  private readonly numbers: NumberColumn[] = [];
  private readonly texts: TextColumn[] = [];
  private readonly args: TextColumn | null;
  /** JSON of what has no column, as it grows. */
  private rest = sourceOf(new Uint8Array(1 << 12));
  private restEnd = 0;

  constructor(
    private readonly file: ParquetFile,
    fields: Fields,
    keys: Readonly<Record<string, readonly [column: string, form: Form]>>,
    scanner: Scanner,
  ) {
    this.args = file.text('args');
    this.address = scanner.keep(BINDING.size);
    const point = (at: number, column: AnyColumn | undefined): void => {
      if (column instanceof ScannedNumbers || column instanceof ScannedTexts)
        scanner.view.setInt32(this.address + at, column.address, true);
    };
    for (const [at, name] of COMMON.entries()) point(BINDING.common + at * 4, file.column(name));
    for (const name of EVERY_ROW)
      if (file.column(name)?.optional === true) throw new Error(`${name} of an event may not be optional`);
    for (const [field, name] of OWN_TEXTS) if (file.column(name) !== undefined) this.texts[field] = file.text(name);
    for (const [key, [column, form]] of Object.entries(keys)) {
      const field = fields.of(ARGS_LEVEL, key);
      if (field === null || field >= BINDING.fields) continue;
      scanner.bytes[this.address + field] = ACTION[form];
      if (form === 'text') this.texts[field] = file.text(column);
      else if (form !== 'triple') this.numbers[field] = file.numbers(column);
      const names = form === 'triple' ? [`${column}_x`, `${column}_y`, `${column}_z`] : [column];
      for (const [axis, name] of names.entries())
        point(BINDING.columns + (axis * BINDING.fields + field) * 4, file.column(name));
    }
  }

  /**
   * Fills the open row from the fields of `parser`. Fields up to `handled` of the event itself are done with.
   * The scanner puts what it can; what is left has a form that its column does not expect, a new text, or no column.
   *
   * @returns False, with nothing done, where the name is not remembered under `common.salt`.
   */
  put(parser: EventParser, handled: number, common: Common, earlier: ReadonlyMap<string, string> | null): boolean {
    const { file, address } = this;
    const { rank, id, track, start, length, salt, name } = common;
    const left = parser.exports.put(address, file.row, handled, rank, id, track, start, length, salt, name);
    if (left < 0) return false;
    if (left > 0 || earlier !== null) this.putRest(parser, left, earlier);
    file.endRow();
    return true;
  }

  /** What the scanner has left of an event that it has put. @param left How many fields. */
  putLeft(parser: EventParser, left: number): void {
    this.putRest(parser, left, null);
  }

  private putRest(parser: EventParser, left: number, earlier: ReadonlyMap<string, string> | null): void {
    this.restEnd = 0;
    for (let at = 0; at < left; at++) {
      const n = parser.left[at] as number;
      if (!this.putOne(parser, n)) this.keep(parser, n);
    }
    for (const [key, value] of earlier ?? []) this.keepText(key, value);
    if (this.restEnd > 0) {
      this.append(0x7d);
      this.args?.push(this.file.row, this.rest, 0, this.restEnd);
    }
  }

  /** @returns Whether the field found a column. */
  private putOne(parser: EventParser, n: number): boolean {
    const { kind, from, to } = parser;
    const id = parser.field[n] as number;
    const text = this.texts[id];
    if (text !== undefined) {
      const spelling = kind[n] === TEXT ? QUOTED : VERBATIM;
      text.push(this.file.row, parser, from[n] as number, to[n] as number, spelling);
      return true;
    }
    const column = this.numbers[id];
    if (column === undefined || kind[n] === NESTED) return false;
    const written = decoder.decode(parser.bytes.subarray(from[n], to[n]));
    const value =
      column.type === 'f64' ? floatOf(written, kind[n] as number) : integerWritten(written, kind[n] as number);
    if (value === null) return false;
    column.push(this.file.row, value);
    return true;
  }

  /** Adds field `n` as it is written. Keys of the event itself get a `^` in front. */
  private keep(parser: EventParser, n: number): void {
    const keyFrom = parser.keyFrom[n] as number;
    const keyTo = parser.keyTo[n] as number;
    const quotes = parser.kind[n] === TEXT ? 1 : 0;
    const from = (parser.from[n] as number) - quotes;
    const to = (parser.to[n] as number) + quotes;
    this.reserve(keyTo - keyFrom + to - from + 8);
    this.append(this.restEnd === 0 ? 0x7b : 0x2c);
    this.append(0x22);
    if (parser.isOfEvent(n)) this.append(0x5e);
    this.copy(parser, keyFrom, keyTo);
    this.append(0x22);
    this.append(0x3a);
    this.copy(parser, from, to);
  }

  private keepText(key: string, value: string): void {
    const bytes = new TextEncoder().encode(`${this.restEnd === 0 ? '{' : ','}${JSON.stringify(key)}:${value}`);
    this.reserve(bytes.length + 8);
    this.rest.bytes.set(bytes, this.restEnd);
    this.restEnd += bytes.length;
  }

  private copy(source: Source, from: number, to: number): void {
    const { bytes } = this.rest;
    if (to - from > 64) bytes.set(source.bytes.subarray(from, to), this.restEnd);
    else for (let p = from, out = this.restEnd; p < to; p++) bytes[out++] = source.bytes[p] as number;
    this.restEnd += to - from;
  }

  private append(byte: number): void {
    this.rest.bytes[this.restEnd++] = byte;
  }

  private reserve(more: number): void {
    if (this.restEnd + more <= this.rest.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.rest.bytes.length * 2, this.restEnd + more));
    larger.set(this.rest.bytes.subarray(0, this.restEnd));
    this.rest = sourceOf(larger);
  }
}
