/**
 * Parquet's encodings, for whole columns of a row group. Bit widths are rounded up to whole bytes, which the format allows:
 * packing is then a store per byte, and a general compressor gets aligned bytes.
 * Source: Encodings.md of Apache Parquet.
 */

const BLOCK = 128;
const MINI = 32;
/** Beyond it a double does not hold every integer. */
const EXACT = Number.MAX_SAFE_INTEGER;

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

  zigzag(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }
}

const widthOf = (value: number): number => {
  if (value < 0x100) return value === 0 ? 0 : 1;
  if (value < 0x10000) return 2;
  if (value < 0x1000000) return 3;
  if (value < 0x100000000) return 4;
  return value < 0x10000000000 ? 5 : value < 0x1000000000000 ? 6 : 7;
};

const deltas = new Float64Array(BLOCK);

/**
 * DELTA_BINARY_PACKED.
 *
 * @param values Integers of at most 2^53 in size.
 * @returns False, with nothing written, when a difference is too wide to be exact; then PLAIN has to do.
 */
export const encodeDelta = (sink: ByteSink, values: Float64Array, count: number): boolean => {
  const start = sink.length;
  sink.varint(BLOCK);
  sink.varint(BLOCK / MINI);
  sink.varint(count);
  let previous = count > 0 ? (values[0] ?? 0) : 0;
  // Zigzag doubles the value, so the first one must leave room for that.
  if (Math.abs(previous) > EXACT / 2) {
    sink.length = start;
    return false;
  }
  sink.zigzag(previous);
  for (let at = 1; at < count; at += BLOCK) {
    const size = Math.min(BLOCK, count - at);
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < size; i++) {
      const value = values[at + i] as number;
      const delta = value - previous;
      previous = value;
      deltas[i] = delta;
      if (delta < least) least = delta;
      if (delta > most) most = delta;
    }
    if (most - least > EXACT / 2 || Math.abs(least) > EXACT / 2) {
      sink.length = start;
      return false;
    }
    sink.zigzag(least);
    sink.reserve(BLOCK * 8 + 8);
    let head = sink.length;
    sink.length += BLOCK / MINI;
    for (let mini = 0; mini < BLOCK; mini += MINI) {
      let widest = 0;
      const stop = Math.min(mini + MINI, size);
      for (let i = mini; i < stop; i++) {
        const above = (deltas[i] as number) - least;
        deltas[i] = above;
        if (above > widest) widest = above;
      }
      const width = mini < size ? widthOf(widest) : 0;
      sink.bytes[head++] = width * 8;
      if (width === 0) continue;
      for (let i = stop; i < mini + MINI; i++) deltas[i] = 0;
      packDeltas(sink, mini, width);
    }
  }
  return true;
};

const packDeltas = (sink: ByteSink, from: number, width: number): void => {
  const { bytes } = sink;
  let out = sink.length;
  for (let i = from; i < from + MINI; i++) {
    const value = deltas[i] as number;
    if (width <= 4) {
      const low = value >>> 0;
      bytes[out++] = low;
      if (width > 1) bytes[out++] = low >>> 8;
      if (width > 2) bytes[out++] = low >>> 16;
      if (width > 3) bytes[out++] = low >>> 24;
    } else {
      const high = Math.floor(value / 0x100000000);
      const low = value - high * 0x100000000;
      bytes[out++] = low;
      bytes[out++] = low / 0x100;
      bytes[out++] = low / 0x10000;
      bytes[out++] = low / 0x1000000;
      bytes[out++] = high;
      if (width > 5) bytes[out++] = high >>> 8;
      if (width > 6) bytes[out++] = high >>> 16;
    }
  }
  sink.length = out;
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
