/** Puts the fields of an event into the columns of one table; what fits no column becomes JSON for `args`. */

import { type NumberColumn, QUOTED, type TextColumn } from '../../parquet/columns.ts';
import { type Source, sourceOf } from '../../parquet/dictionary.ts';
import type { ParquetFile } from '../../parquet/file.ts';
import { DECIMAL, type EventParser, INTEGER, NESTED, TEXT, WORD } from './event-parser.ts';
import { ARGS_LEVEL, type Fields } from './fields.ts';
import type { Form } from './known.ts';
import { integerOf } from './numbers.ts';

const KEEP = 0;
const INT = 1;
const FLOAT = 2;
const TEXTUAL = 3;
const TRIPLE = 4;
const ACTION: Readonly<Record<Form, number>> = { int: INT, float: FLOAT, text: TEXTUAL, triple: TRIPLE };

const decoder = new TextDecoder();

export class Binding {
  private action = new Uint8Array(256);
  private readonly numbers: NumberColumn[] = [];
  private readonly texts: TextColumn[] = [];
  private readonly triples: (readonly NumberColumn[])[] = [];
  private readonly args: TextColumn | null;
  /** JSON of what has no column, as it grows. */
  private rest = sourceOf(new Uint8Array(1 << 12));
  private restEnd = 0;

  constructor(
    private readonly file: ParquetFile,
    fields: Fields,
    keys: Readonly<Record<string, readonly [column: string, form: Form]>>,
  ) {
    this.args = file.text('args');
    for (const [key, [column, form]] of Object.entries(keys)) {
      const field = fields.of(ARGS_LEVEL, key);
      if (field === null) continue;
      this.action[field] = ACTION[form];
      if (form === 'text') this.texts[field] = file.text(column);
      else if (form === 'triple')
        this.triples[field] = ['x', 'y', 'z'].map((axis) => file.numbers(`${column}_${axis}`));
      else this.numbers[field] = file.numbers(column);
    }
  }

  /** Fills the open row from the fields of `parser`. Fields below `handled` of the event itself are the caller's. */
  put(source: Source, parser: EventParser, handled: number, earlier: ReadonlyMap<string, string> | null): void {
    const { row } = this.file;
    const { action } = this;
    this.restEnd = 0;
    const { count, field, kind, from, to, whole } = parser;
    for (let n = 0; n < count; n++) {
      const id = field[n] as number;
      if (id <= handled) continue;
      let done = false;
      switch (id < 256 ? action[id] : KEEP) {
        case INT:
          if (kind[n] === INTEGER) {
            (this.numbers[id] as NumberColumn).push(row, whole[n] as number);
            done = true;
          } else if (kind[n] === TEXT) done = this.pushHexadecimal(source, id, from[n] as number, to[n] as number);
          break;
        case FLOAT:
          if (kind[n] === INTEGER || kind[n] === DECIMAL || kind[n] === WORD)
            done = this.pushFloat(source, parser, id, n);
          break;
        case TEXTUAL:
          if (kind[n] === TEXT)
            (this.texts[id] as TextColumn).push(row, source, from[n] as number, to[n] as number, QUOTED);
          else (this.texts[id] as TextColumn).push(row, source, from[n] as number, to[n] as number);
          done = true;
          break;
        case TRIPLE:
          done = kind[n] === NESTED && this.pushTriple(source, id, from[n] as number, to[n] as number);
          break;
        default:
      }
      if (!done) this.keep(source, parser, n);
    }
    for (const [key, value] of earlier ?? []) this.keepText(key, value);
    if (this.restEnd > 0) {
      this.append(0x7d);
      this.args?.push(row, this.rest, 0, this.restEnd);
    }
  }

  private pushHexadecimal(source: Source, id: number, from: number, to: number): boolean {
    const value = integerOf(decoder.decode(source.bytes.subarray(from, to)));
    if (value === null) return false;
    this.numbers[id]?.push(this.file.row, value);
    return true;
  }

  private pushFloat(source: Source, parser: EventParser, id: number, n: number): boolean {
    let value = parser.whole[n] as number;
    const digits = parser.digits[n] as number;
    if (parser.kind[n] === DECIMAL && digits <= 6 && Math.abs(value) < 1e9)
      // One division of two exact integers rounds once, as the parser of a decimal number has to.
      value = (value * 10 ** digits + (parser.fraction[n] as number)) / 10 ** digits;
    else if (parser.kind[n] !== INTEGER)
      value = Number(decoder.decode(source.bytes.subarray(parser.from[n], parser.to[n])));
    if (Number.isNaN(value)) return false;
    this.numbers[id]?.push(this.file.row, value);
    return true;
  }

  /** `[24, 1, 1]`. */
  private pushTriple(source: Source, id: number, from: number, to: number): boolean {
    const { bytes } = source;
    const axes = this.triples[id] as readonly NumberColumn[];
    let value = -1;
    let seen = 0;
    const values = [0, 0, 0];
    for (let p = from + 1; p < to; p++) {
      const byte = bytes[p] as number;
      if (byte >= 0x30 && byte <= 0x39) value = Math.max(value, 0) * 10 + byte - 0x30;
      else if (byte === 0x2c || byte === 0x5d) {
        if (seen === 3 || value < 0) return false;
        values[seen++] = value;
        value = -1;
      } else if (byte > 32) return false;
    }
    if (seen !== 3) return false;
    for (let axis = 0; axis < 3; axis++) axes[axis]?.push(this.file.row, values[axis] as number);
    return true;
  }

  /** Adds field `n` as it is written. Keys of the event itself get a `^` in front. */
  private keep(source: Source, parser: EventParser, n: number): void {
    const keyFrom = parser.keyFrom[n] as number;
    const keyTo = parser.keyTo[n] as number;
    const quotes = parser.kind[n] === TEXT ? 1 : 0;
    const from = (parser.from[n] as number) - quotes;
    const to = (parser.to[n] as number) + quotes;
    this.reserve(keyTo - keyFrom + to - from + 8);
    this.append(this.restEnd === 0 ? 0x7b : 0x2c);
    this.append(0x22);
    if (parser.isOfEvent(n)) this.append(0x5e);
    this.copy(source, keyFrom, keyTo);
    this.append(0x22);
    this.append(0x3a);
    this.copy(source, from, to);
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
