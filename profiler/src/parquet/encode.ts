/**
 * Parquet's encodings, for whole columns of a row group. Bit widths are rounded up to whole bytes, which the format allows:
 * packing is then a store per byte, and a general compressor gets aligned bytes.
 * Source: Encodings.md of Apache Parquet.
 */

import { DELTA_ENCODER } from './delta-wasm.ts';

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

interface DeltaExports {
  encode(from: number, count: number, to: number, deltas: number): number;
  readonly least: WebAssembly.Global;
  readonly most: WebAssembly.Global;
}

const PAGE = 65_536;
/** Room for one block of differences, in front of the values. */
const VALUES_AT = 4096;
const DELTAS_AT = 2048;
/** Of one value, and of the header of a block of 128, with room for a store of eight bytes. */
const MOST_VALUE_BYTES = 8;
const MOST_HEAD_BYTES = 64;

let memory: WebAssembly.Memory | null = null;
let delta: DeltaExports | null = null;

/**
 * DELTA_BINARY_PACKED, by the code in `wasm/delta.ts`.
 *
 * @param values Integers of at most 2^53 in size.
 * @returns Whether it was written: nothing is when a difference is too wide to be exact, then PLAIN has to do; and the range.
 */
export const encodeDelta = (
  sink: ByteSink,
  values: Float64Array,
  count: number,
): { readonly written: boolean; readonly min: number; readonly max: number } => {
  memory ??= new WebAssembly.Memory({ initial: 32 });
  // What the module exports is what `wasm/delta.ts` says.
  delta ??= new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(DELTA_ENCODER, 'base64')), { env: { memory } })
    .exports as unknown as DeltaExports;
  const to = VALUES_AT + count * 8;
  const most = count * MOST_VALUE_BYTES + Math.ceil(count / BLOCK + 1) * (MOST_HEAD_BYTES + BLOCK * MOST_VALUE_BYTES);
  const missing = to + most - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  new Float64Array(memory.buffer, VALUES_AT, count).set(values.subarray(0, count));
  const end = delta.encode(VALUES_AT, count, to, DELTAS_AT);
  if (end !== 0) sink.append(new Uint8Array(memory.buffer, to, end - to));
  return { written: end !== 0, min: delta.least.value, max: delta.most.value };
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
  let at = 0;
  while (at < count) {
    let run = 1;
    const value = values[at] as number;
    while (at + run < count && values[at + run] === value) run++;
    if (run >= 8 || at + run === count) {
      sink.varint(run * 2);
      sink.fixed(value, width);
      at += run;
      continue;
    }
    // A packed stretch: whole groups of eight, up to the next long run.
    const start = at;
    let repeats = 0;
    while (at < count) {
      repeats = at > start && values[at] === values[at - 1] ? repeats + 1 : 0;
      at++;
      if (repeats >= 15 && (at - start) % 8 === 0) {
        at -= 8;
        break;
      }
    }
    const groups = Math.ceil((at - start) / 8);
    sink.varint(groups * 2 + 1);
    sink.reserve(groups * 8 * width);
    const { bytes } = sink;
    let out = sink.length;
    for (let i = start; i < start + groups * 8; i++) {
      const packed = i < at ? (values[i] as number) : 0;
      bytes[out++] = packed;
      if (width > 1) bytes[out++] = packed >>> 8;
      if (width > 2) bytes[out++] = packed >>> 16;
      if (width > 3) bytes[out++] = packed >>> 24;
    }
    sink.length = out;
  }
};

/** Definition levels of a flat optional column: bit `i` of `present` says whether row `i` has a value. With its length in front. */
export const encodePresence = (sink: ByteSink, present: Uint8Array, rows: number): void => {
  const head = sink.length;
  sink.fixed(0, 4);
  const bytes = Math.ceil(rows / 8);
  let at = 0;
  while (at < bytes) {
    const same = present[at] as number;
    let run = 1;
    while (at + run < bytes && present[at + run] === same) run++;
    if ((same === 0 || same === 255) && (run >= 4 || at + run === bytes)) {
      // The last group may be short of eight rows; an absent tail has zero bits.
      const values = at + run === bytes ? rows - at * 8 : run * 8;
      sink.varint(values * 2);
      sink.byte(same & 1);
      at += run;
      continue;
    }
    const start = at;
    while (at < bytes) {
      const next = present[at] as number;
      if (
        (next === 0 || next === 255) &&
        present[at + 1] === next &&
        present[at + 2] === next &&
        present[at + 3] === next
      )
        break;
      at++;
    }
    if (at === start) at++;
    sink.varint((at - start) * 2 + 1);
    sink.append(present.subarray(start, at));
  }
  const size = sink.length - head - 4;
  new DataView(sink.bytes.buffer, sink.bytes.byteOffset).setUint32(head, size, true);
};
