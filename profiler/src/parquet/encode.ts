/**
 * Parquet's encodings, for whole columns of a row group. Bit widths are rounded up to whole bytes, which the format allows:
 * packing is then a store per byte, and a general compressor gets aligned bytes.
 * Source: Encodings.md of Apache Parquet.
 */

import { ENCODER } from './encode-wasm.ts';

/** Values of one block of DELTA_BINARY_PACKED. */
const BLOCK = 128;

/** Bytes that grow; one is used again for every page. */
export class ByteSink {
  bytes = new Uint8Array(1 << 16);
  length = 0;

  reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Little-endian, `width` bytes. @param value A natural number of at most 2^53. */
  fixed(value: number, width: number): void {
    this.reserve(width);
    let rest = value;
    for (let at = 0; at < width; at++) {
      this.bytes[this.length++] = rest % 256;
      rest = Math.floor(rest / 256);
    }
  }

  varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.byte((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }
}

interface Exports {
  delta(from: number, count: number, to: number, deltas: number): number;
  readonly least: WebAssembly.Global;
  readonly most: WebAssembly.Global;
  hybrid(ids: number, count: number, width: number, to: number): number;
  presence(present: number, rows: number, to: number): number;
}

const PAGE = 65_536;
/** Room for one block of differences, in front of the values. */
const VALUES_AT = 4096;
const DELTAS_AT = 2048;
/** Of one value, and of the header of a block of 128, with room for a store of eight bytes. */
const MOST_VALUE_BYTES = 8;
const MOST_HEAD_BYTES = 64;

let memory: WebAssembly.Memory | null = null;
let encoder: Exports | null = null;

/** The code of `wasm/encode.ts`, and its memory. @param bytes How far that has to reach. */
const encoderWith = (bytes: number): { readonly exports: Exports; readonly buffer: ArrayBuffer } => {
  memory ??= new WebAssembly.Memory({ initial: 32 });
  // What the module exports is what `wasm/encode.ts` says.
  encoder ??= new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(ENCODER, 'base64')), { env: { memory } })
    .exports as unknown as Exports;
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  return { exports: encoder, buffer: memory.buffer };
};

/**
 * DELTA_BINARY_PACKED.
 *
 * @param values Integers of at most 2^53 in size.
 * @returns Whether it was written: nothing is when a difference is too wide to be exact, then PLAIN has to do; and the range.
 */
export const encodeDelta = (
  sink: ByteSink,
  values: Float64Array,
  count: number,
): { readonly written: boolean; readonly min: number; readonly max: number } => {
  const to = VALUES_AT + count * 8;
  const most = count * MOST_VALUE_BYTES + Math.ceil(count / BLOCK + 1) * (MOST_HEAD_BYTES + BLOCK * MOST_VALUE_BYTES);
  const { exports, buffer } = encoderWith(to + most);
  new Float64Array(buffer, VALUES_AT, count).set(values.subarray(0, count));
  const end = exports.delta(VALUES_AT, count, to, DELTAS_AT);
  if (end !== 0) sink.append(new Uint8Array(buffer, to, end - to));
  return { written: end !== 0, min: exports.least.value, max: exports.most.value };
};

/** PLAIN of INT32, INT64 and DOUBLE. */
export const encodePlain = (sink: ByteSink, values: Float64Array, count: number, type: 'i32' | 'i64' | 'f64'): void => {
  const width = type === 'i32' ? 4 : 8;
  sink.reserve(count * width);
  const view = new DataView(sink.bytes.buffer, sink.bytes.byteOffset);
  for (let i = 0; i < count; i++) {
    const value = values[i] as number;
    const at = sink.length + i * width;
    if (type === 'f64') view.setFloat64(at, value, true);
    else if (type === 'i32') view.setInt32(at, value, true);
    else view.setBigInt64(at, BigInt(value), true);
  }
  sink.length += count * width;
};

/**
 * The RLE and bit-packing hybrid, without a length in front.
 *
 * @param width Bytes of one value; 0 when every value is 0.
 */
export const encodeHybrid = (sink: ByteSink, values: Int32Array, count: number, width: number): void => {
  const to = VALUES_AT + count * 4;
  // A run takes at most six bytes more than its values, of which it has eight; a stretch is filled up to eight.
  const { exports, buffer } = encoderWith(to + count * (width + 1) + 128);
  new Int32Array(buffer, VALUES_AT, count).set(values.subarray(0, count));
  const end = exports.hybrid(VALUES_AT, count, width, to);
  sink.append(new Uint8Array(buffer, to, end - to));
};

/** Definition levels of a flat optional column: bit `i` of `present` says whether row `i` has a value. With its length in front. */
export const encodePresence = (sink: ByteSink, present: Uint8Array, rows: number): void => {
  const bytes = Math.ceil(rows / 8);
  const to = VALUES_AT + bytes + 4;
  const { exports, buffer } = encoderWith(to + bytes * 2 + 64);
  // Behind the end neither value makes a run.
  new Uint8Array(buffer, VALUES_AT + bytes, 4).fill(1);
  new Uint8Array(buffer, VALUES_AT, bytes + 3).set(present.subarray(0, bytes + 3));
  const size = exports.presence(VALUES_AT, rows, to) - to;
  sink.fixed(size, 4);
  sink.append(new Uint8Array(buffer, to, size));
};
