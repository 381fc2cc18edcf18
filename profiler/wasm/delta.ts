/** DELTA_BINARY_PACKED of Parquet. Values are doubles that hold integers of at most 2^53. */

const BLOCK: i32 = 128;
const MINI: i32 = 32;
/** Beyond it a double does not hold every integer, nor twice the value. */
const WIDEST: i64 = 4_503_599_627_370_495;

/** Of the values that were encoded last. */
export let least: f64 = 0;
export let most: f64 = 0;

let out: usize = 0;

function varint(value: u64): void {
  let rest = value;
  while (rest >= 128) {
    store<u8>(out++, <u8>(rest & 127) | 128);
    rest >>= 7;
  }
  store<u8>(out++, <u8>rest);
}

@inline
function zigzag(value: i64): void {
  varint(<u64>((value << 1) ^ (value >> 63)));
}

/** Bytes that hold a number. */
@inline
function widthOf(value: u64): i32 {
  return value === 0 ? 0 : <i32>((71 - clz(value)) >> 3);
}

/**
 * @param deltas Room for one block of differences.
 * @returns The position behind what was written to `to`; 0 when a difference is too wide to be exact.
 */
export function delta(from: usize, count: i32, to: usize, deltas: usize): usize {
  out = to;
  varint(BLOCK);
  varint(BLOCK / MINI);
  varint(count);
  let previous: i64 = count > 0 ? <i64>load<f64>(from) : 0;
  let low = previous;
  let high = previous;
  const tooWide = previous > WIDEST || previous < -WIDEST;
  zigzag(previous);
  let wide = tooWide;
  for (let at = 1; at < count; at += BLOCK) {
    const size = min(BLOCK, count - at);
    let lowest = i64.MAX_VALUE;
    let highest = i64.MIN_VALUE;
    for (let i = 0; i < size; i++) {
      const value = <i64>load<f64>(from + ((<usize>(at + i)) << 3));
      const step = value - previous;
      previous = value;
      low = min(low, value);
      high = max(high, value);
      store<i64>(deltas + ((<usize>i) << 3), step);
      lowest = min(lowest, step);
      highest = max(highest, step);
    }
    wide = wide || highest - lowest > WIDEST || lowest > WIDEST || lowest < -WIDEST;
    zigzag(lowest);
    let head = out;
    out += BLOCK / MINI;
    for (let mini = 0; mini < BLOCK; mini += MINI) {
      const stop = min(mini + MINI, size);
      let widest: u64 = 0;
      for (let i = mini; i < stop; i++) {
        const above = <u64>(load<i64>(deltas + ((<usize>i) << 3)) - lowest);
        store<u64>(deltas + ((<usize>i) << 3), above);
        widest |= above;
      }
      const width = widthOf(widest);
      store<u8>(head++, <u8>(width << 3));
      if (width === 0) continue;
      // Each store writes eight bytes, of which the next one writes over what is too many.
      for (let i = mini; i < stop; i++) {
        store<u64>(out, load<u64>(deltas + ((<usize>i) << 3)));
        out += width;
      }
      const missing: usize = <usize>((mini + MINI - max(stop, mini)) * width);
      if (missing > 0) {
        memory.fill(out, 0, missing);
        out += missing;
      }
    }
  }
  least = <f64>low;
  most = <f64>high;
  return wide ? 0 : out;
}
