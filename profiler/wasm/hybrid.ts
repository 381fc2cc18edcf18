/** The RLE and bit-packing hybrid of Parquet. */

let out: usize = 0;

function varint(value: u32): void {
  let rest = value;
  while (rest >= 128) {
    store<u8>(out++, <u8>(rest & 127) | 128);
    rest >>= 7;
  }
  store<u8>(out++, <u8>rest);
}

@inline
function at(ids: usize, i: i32): i32 {
  return load<i32>(ids + ((<usize>i) << 2));
}

/** @param width Bytes of one value; 0 when every value is 0. */
export function hybrid(ids: usize, count: i32, width: i32, to: usize): usize {
  out = to;
  let i = 0;
  while (i < count) {
    const value = at(ids, i);
    let run = 1;
    while (i + run < count && at(ids, i + run) === value) run++;
    if (run >= 8 || i + run === count) {
      varint(run << 1);
      // What is too much is written over.
      store<i32>(out, value);
      out += width;
      i += run;
      continue;
    }
    // A packed stretch: whole groups of eight, up to the next long run.
    const start = i;
    let repeats = 0;
    while (i < count) {
      repeats = i > start && at(ids, i) === at(ids, i - 1) ? repeats + 1 : 0;
      i++;
      if (repeats >= 15 && ((i - start) & 7) === 0) {
        i -= 8;
        break;
      }
    }
    const groups = (i - start + 7) >> 3;
    varint((groups << 1) + 1);
    const stop = start + (groups << 3);
    for (let k = start; k < stop; k++) {
      store<i32>(out, k < i ? at(ids, k) : 0);
      out += width;
    }
  }
  return out;
}

@inline
function isRun(present: usize): bool {
  const four = load<u32>(present);
  return four === 0 || four === 0xffffffff;
}

/** One bit for each row. @param present Three bytes behind the last one are looked at. */
export function presence(present: usize, rows: i32, to: usize): usize {
  const bytes = (rows + 7) >> 3;
  out = to;
  let i = 0;
  while (i < bytes) {
    const same = load<u8>(present + i);
    let run = 1;
    while (i + run < bytes && load<u8>(present + i + run) === same) run++;
    if ((same === 0 || same === 255) && (run >= 4 || i + run === bytes)) {
      // The last group may be short of eight rows; an absent tail has zero bits.
      varint((i + run === bytes ? rows - i * 8 : run * 8) << 1);
      store<u8>(out++, same & 1);
      i += run;
      continue;
    }
    const start = i;
    while (i < bytes && !isRun(present + i)) i++;
    if (i === start) i++;
    varint(((i - start) << 1) + 1);
    memory.copy(out, present + start, i - start);
    out += i - start;
  }
  return out;
}
