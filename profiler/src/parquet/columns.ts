/** Columns of the row group that is being filled. */

import type { Column } from '../model/tables.ts';
import { Dictionary, type Source, sourceOf } from './dictionary.ts';
import { type ByteSink, encodeDelta, encodeHybrid, encodePlain, encodePresence } from './encode.ts';

export const ENCODING = { plain: 0, rle: 3, delta: 5, dictionary: 8 } as const;

/** One column chunk, ready to be written. */
export interface Chunk {
  /** Values of the dictionary page, PLAIN; null without a dictionary. */
  readonly dictionary: { readonly bytes: Uint8Array; readonly count: number } | null;
  readonly encoding: number;
  /** Levels and values of the data page. */
  readonly data: Uint8Array;
  readonly nulls: number;
  /** Of integers; null when there are none. */
  readonly range: { readonly min: number; readonly max: number } | null;
  /** Whether a general compressor is worth its time. */
  readonly compress: boolean;
}

/** Which rows have a value. */
abstract class Buffered {
  count = 0;
  protected present = new Uint8Array(64);
  protected constructor(readonly optional: boolean) {}

  /** The first row that has no value yet: a key that stands twice in an object counts once. */
  protected open = 0;

  protected mark(row: number): void {
    this.open = row + 1;
    if (!this.optional) return;
    const at = row >> 3;
    if (at >= this.present.length) {
      const larger = new Uint8Array(Math.max(this.present.length * 2, at + 1));
      larger.set(this.present);
      this.present = larger;
    }
    this.present[at] = (this.present[at] as number) | (1 << (row & 7));
  }

  protected levels(sink: ByteSink, rows: number): void {
    this.open = 0;
    if (!this.optional) return;
    const bytes = Math.ceil(rows / 8);
    if (this.present.length < bytes) {
      const larger = new Uint8Array(bytes);
      larger.set(this.present);
      this.present = larger;
    }
    encodePresence(sink, this.present, rows);
    this.present.fill(0, 0, bytes);
  }

  abstract flush(sink: ByteSink, rows: number): Chunk;
}

/** Integers of at most 2^53 in size, doubles, and truth values as 0 and 1. */
export class NumberColumn extends Buffered {
  protected values = new Float64Array(256);

  constructor(
    readonly type: 'i32' | 'i64' | 'f64' | 'bool',
    optional: boolean,
  ) {
    super(optional);
  }

  push(row: number, value: number): void {
    if (row < this.open) return;
    if (this.count === this.values.length) {
      const larger = new Float64Array(this.values.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.count++] = value;
    this.mark(row);
  }

  /** The value of each row of the open row group, `missing` where it has none. @param into Room for them. */
  read(rows: number, missing: number, into: Float64Array = new Float64Array(rows)): Float64Array {
    const { values, count, present } = this;
    if (count === rows) {
      into.set(values.subarray(0, rows));
      return into;
    }
    into.fill(missing, 0, rows);
    spread(values, count, present, into);
    return into;
  }

  flush(sink: ByteSink, rows: number): Chunk {
    const { values, count, type } = this;
    sink.length = 0;
    this.levels(sink, rows);
    let range: Chunk['range'] = null;
    let encoding: number = ENCODING.plain;
    if (type === 'bool') packBits(sink, values, count);
    else if (type === 'f64') encodePlain(sink, values, count, type);
    else {
      const { written, min, max } = encodeDelta(sink, values, count);
      if (count > 0) range = { min, max };
      if (written) encoding = ENCODING.delta;
      else encodePlain(sink, values, count, type);
    }
    this.count = 0;
    const compress = type === 'f64' && count > 0;
    const data = sink.bytes.subarray(0, sink.length);
    return { dictionary: null, encoding, data, nulls: rows - count, range, compress };
  }
}

/** Values, one after the other, to the rows that have one. */
const spread = (values: Float64Array, count: number, present: Uint8Array, into: Float64Array): void => {
  for (let row = 0, at = 0; at < count; row++)
    if ((((present[row >> 3] as number) >> (row & 7)) & 1) === 1) into[row] = values[at++] as number;
};

const packBits = (sink: ByteSink, values: Float64Array, count: number): void => {
  for (let at = 0; at < count; at += 8) {
    let byte = 0;
    for (let bit = 0; bit < 8 && at + bit < count; bit++) if (values[at + bit] === 1) byte |= 1 << bit;
    sink.byte(byte);
  }
};

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The same bytes as valid UTF-8: what is not becomes U+FFFD. */
export const validUtf8 = (bytes: Uint8Array): Uint8Array => {
  for (const byte of bytes) if (byte >= 0x80) return encoder.encode(decoder.decode(bytes));
  return bytes;
};

/** Text of a JSON string without its quotes. What is no valid escape stays as it is; so do control characters. */
export const unescaped = (text: string): string => {
  if (!text.includes('\\')) return text;
  const pieces = text.match(/\\(?:u[0-9a-fA-F]{4}|.)|[^\\]+|\\/gs) ?? [];
  return pieces
    .map((piece) => {
      if (piece.length < 2 || piece[0] !== '\\') return piece;
      if (piece[1] === 'u')
        return piece.length === 6 ? String.fromCharCode(Number.parseInt(piece.slice(2), 16)) : piece;
      return ESCAPES[piece[1] ?? ''] ?? piece;
    })
    .join('');
};

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Span as it is, or span of a JSON string whose escapes mean something. */
export type Spelling = typeof VERBATIM | typeof QUOTED;
export const VERBATIM = 0;
export const QUOTED = 1;

/** The UTF-8 that a span stands for; the span itself where that is the same. */
export const textBytes = (bytes: Uint8Array, spelling: Spelling): Uint8Array => {
  if (spelling === QUOTED && bytes.includes(0x5c)) return encoder.encode(unescaped(decoder.decode(bytes)));
  return validUtf8(bytes);
};

/** Texts, each once per row group. */
export class TextColumn extends Buffered {
  protected ids = new Int32Array(256);
  private readonly entries = new Dictionary();
  /** Entries whose text is not their span. */
  private readonly texts = new Map<number, Uint8Array>();
  private last = -1;
  private lastSpelling: Spelling = VERBATIM;

  constructor(optional: boolean) {
    super(optional);
  }

  /** Bytes that this row group holds in texts. */
  get bytes(): number {
    return this.entries.used;
  }

  /** A span of bytes; what is no UTF-8 in it is replaced. */
  push(row: number, source: Source, from: number, to: number, spelling: Spelling = VERBATIM): void {
    if (row < this.open) return;
    const id = this.idOf(source, from, to, spelling);
    if (this.count === this.ids.length) {
      const larger = new Int32Array(this.ids.length * 2);
      larger.set(this.ids);
      this.ids = larger;
    }
    this.ids[this.count++] = id;
    this.mark(row);
  }

  /** The entry of a span, a new one where it has none. */
  protected idOf(source: Source, from: number, to: number, spelling: Spelling): number {
    const { last } = this;
    if (last >= 0 && spelling === this.lastSpelling && this.entries.same(last, source.view, from, to - from))
      return last;
    let id = this.entries.find(source, from, to, spelling);
    if (id < 0) {
      id = this.entries.insert(id, source, from, to);
      const span = source.bytes.subarray(from, to);
      const text = textBytes(span, spelling);
      if (text !== span) this.texts.set(id, text);
    }
    this.last = id;
    this.lastSpelling = spelling;
    return id;
  }

  pushText(row: number, text: string): void {
    const bytes = encoder.encode(text);
    const padded = new Uint8Array(bytes.length + 8);
    padded.set(bytes);
    this.push(row, sourceOf(padded), 0, bytes.length);
  }

  /** The entry of each row of the open row group, -1 where it has none. */
  read(rows: number): Int32Array {
    const { ids, count, present } = this;
    if (count === rows) return ids.slice(0, rows);
    const dense = new Int32Array(rows).fill(-1);
    for (let row = 0, at = 0; at < count; row++)
      if ((((present[row >> 3] as number) >> (row & 7)) & 1) === 1) dense[row] = ids[at++] as number;
    return dense;
  }

  /** The texts of all entries. */
  get entryTexts(): readonly string[] {
    return Array.from({ length: this.entries.size }, (_, entry) => decoder.decode(this.bytesOf(entry)));
  }

  private bytesOf(entry: number): Uint8Array {
    const start = this.entries.starts[entry] as number;
    return this.texts.get(entry) ?? this.entries.arena.subarray(start, start + (this.entries.lengths[entry] as number));
  }

  flush(sink: ByteSink, rows: number): Chunk {
    const { entries, count } = this;
    sink.length = 0;
    for (let entry = 0; entry < entries.size; entry++) {
      const text = this.bytesOf(entry);
      sink.fixed(text.length, 4);
      sink.append(text);
    }
    const dictionary = { bytes: sink.bytes.slice(0, sink.length), count: entries.size };
    sink.length = 0;
    this.levels(sink, rows);
    const width = entries.size <= 1 ? 0 : entries.size <= 256 ? 1 : entries.size <= 65536 ? 2 : 3;
    sink.byte(width * 8);
    encodeHybrid(sink, this.ids, count, width);
    entries.clear();
    this.texts.clear();
    this.last = -1;
    this.count = 0;
    const data = sink.bytes.subarray(0, sink.length);
    const encoding = count === 0 ? ENCODING.plain : ENCODING.dictionary;
    if (count === 0) {
      const bare = this.optional ? data.subarray(0, data.length - 1) : data.subarray(0, 0);
      return { dictionary: null, encoding, data: bare, nulls: rows, range: null, compress: false };
    }
    return { dictionary, encoding, data, nulls: rows - count, range: null, compress: true };
  }
}

/** Integers of 64 bits, for tables with few rows. */
export class BigColumn extends Buffered {
  private values: bigint[] = [];

  constructor(optional: boolean) {
    super(optional);
  }

  push(row: number, value: bigint): void {
    if (row < this.open) return;
    this.values.push(BigInt.asIntN(64, value));
    this.mark(row);
  }

  flush(sink: ByteSink, rows: number): Chunk {
    sink.length = 0;
    this.levels(sink, rows);
    sink.append(new Uint8Array(BigInt64Array.from(this.values).buffer));
    const nulls = rows - this.values.length;
    this.values = [];
    const data = sink.bytes.subarray(0, sink.length);
    return { dictionary: null, encoding: ENCODING.plain, data, nulls, range: null, compress: false };
  }
}

/** One integer for the whole file, which may become known only when the file is closed. */
export class ConstantColumn {
  readonly optional = false;

  flush(sink: ByteSink, rows: number): Chunk {
    sink.length = 0;
    // Width 0: every value is entry 0 of the dictionary, whose four bytes are filled in at the end.
    sink.byte(0);
    sink.varint(rows * 2);
    const data = sink.bytes.subarray(0, sink.length);
    const dictionary = { bytes: new Uint8Array(4), count: 1 };
    return { dictionary, encoding: ENCODING.dictionary, data, nulls: 0, range: null, compress: false };
  }
}

export type AnyColumn = NumberColumn | BigColumn | TextColumn | ConstantColumn;

export const bufferFor = ({ type, optional }: Column): AnyColumn => {
  if (type === 'str') return new TextColumn(optional);
  return type === 'big' ? new BigColumn(optional) : new NumberColumn(type, optional);
};
