/** Puts the event that `scan` has taken apart into the columns of a table. */

import { COUNT_AT, FIELD_AT, FROM_AT, HEADS_AT, KIND_AT, LEFT_AT, TO_AT, WHOLE_AT } from '../src/import/kineto/layout';
import { CLOSE_ARRAY, COMMA, DECIMAL, DOT, entryOf, EXACT, INTEGER, MINUS, NESTED, numberOf, TEXT } from './scan';

/** A column: count of values, first row without one, salt, entry; presence of rows; values. */
const OPEN_ROW: usize = 4;
const SALT: usize = 8;
/** The entry of the text that came last: categories come in rows. */
const LAST: usize = 12;
const PRESENT: usize = 64;
const VALUES: usize = PRESENT + 65_536 / 8;

/** Counts a value of `row` in. Returns its position, or -1 where the row has one already: a key that stands twice counts once. */
@inline
function begin(column: usize, row: i32): i32 {
  if (row < load<i32>(column, OPEN_ROW)) return -1;
  const at = load<i32>(column);
  store<i32>(column, at + 1);
  store<i32>(column, row + 1, OPEN_ROW);
  const bits = column + (<usize>(row >> 3));
  const bit: i32 = 1 << (row & 7);
  store<u8>(bits, load<u8>(bits, PRESENT) | <u8>bit, PRESENT);
  return at;
}

@inline
function push(column: usize, row: i32, value: f64): void {
  const at = begin(column, row);
  if (at >= 0) store<f64>(column + ((<usize>at) << 3), value, VALUES);
}

/** Returns whether the text is remembered. */
@inline
function pushText(column: usize, row: i32, n: usize): bool {
  const salt = load<i32>(column, SALT) + (load<u8>(n, KIND_AT) === TEXT ? 1 : 0);
  const entry = entryOf(load<i32>(n << 2, FROM_AT), load<i32>(n << 2, TO_AT), salt, load<u32>(column, LAST));
  if (entry === 0) return false;
  store<u32>(column, <u32>entry, LAST);
  const at = begin(column, row);
  if (at >= 0) store<i32>(column + ((<usize>at) << 2), numberOf(entry), VALUES);
  return true;
}

/** Bindings: an action for each field, then the addresses of its columns, three words for each field apart by `AXIS`. */
const COLUMNS: usize = 256;
const AXIS: usize = 1024;
/** Columns of what every event has, behind those of the fields. 0 where the table has no such column. */
export const COMMON: usize = COLUMNS + 3 * AXIS;
const INT: u8 = 1;
const FLOAT: u8 = 2;
const TEXTUAL: u8 = 3;
const TRIPLE: u8 = 4;
export const PH: usize = 1;
export const CAT: usize = 2;
export const NAME: usize = 3;
export const ID: usize = 8;
export const SCOPE: usize = 10;

/** `[24, 1, 1]`. */
@inline
function pushTriple(columns: usize, row: i32, n: usize): bool {
  const to: usize = load<i32>(n << 2, TO_AT);
  let value: f64 = -1;
  let x: f64 = 0;
  let y: f64 = 0;
  let z: f64 = 0;
  let seen = 0;
  for (let p: usize = load<i32>(n << 2, FROM_AT) + 1; p < to; p++) {
    const byte = load<u8>(p);
    if (byte >= 0x30 && byte <= 0x39) value = (value < 0 ? 0 : value) * 10 + <f64>(byte - 0x30);
    else if (byte === COMMA || byte === CLOSE_ARRAY) {
      if (seen === 3 || value < 0) return false;
      x = y;
      y = z;
      z = value;
      seen++;
      value = -1;
    } else if (byte > 32) return false;
  }
  if (seen !== 3) return false;
  push(load<u32>(columns), row, x);
  push(load<u32>(columns, AXIS), row, y);
  push(load<u32>(columns, 2 * AXIS), row, z);
  return true;
}

/** 10^0 to 10^22: those that a double holds exactly. */
const EXACT_POWERS: usize = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21,
  1e22,
]);
/** Digits that a word of 64 bits holds. */
const MOST_DIGITS: i32 = 19;

/** A decimal number without an exponent; NaN where its digits are too many to be sure of the last bit. */
function decimal(from: usize, to: usize): f64 {
  const negative = load<u8>(from) === MINUS;
  let mantissa: u64 = 0;
  let scale = -1;
  let digits = 0;
  for (let p = negative ? from + 1 : from; p < to; p++) {
    const byte = load<u8>(p);
    if (byte === DOT) {
      scale = digits;
      continue;
    }
    mantissa = mantissa * 10 + <u64>(byte - 0x30);
    digits++;
  }
  if (scale < 0 || digits > MOST_DIGITS || mantissa > EXACT) return NaN;
  // One division of two exact numbers rounds once, as the parser of a decimal number has to.
  const value = <f64>mantissa / load<f64>(EXACT_POWERS + ((<usize>(digits - scale)) << 3));
  return negative ? -value : value;
}

@inline
function pushFloat(column: usize, row: i32, n: usize): bool {
  const kind = load<u8>(n, KIND_AT);
  let value = load<f64>(n << 3, WHOLE_AT);
  if (kind === DECIMAL) {
    value = decimal(load<i32>(n << 2, FROM_AT), load<i32>(n << 2, TO_AT));
    if (isNaN(value)) return false;
  } else if (kind !== INTEGER) return false;
  push(column, row, value);
  return true;
}

/** A column that has a value for each row: the row is the position, and nobody looks at its presence. */
@inline
function common(binding: usize, which: usize, row: i32, value: f64): void {
  const column: usize = load<u32>(binding + COMMON + (which << 2));
  if (column === 0) return;
  store<f64>(column + ((<usize>row) << 3), value, VALUES);
  store<i32>(column, row + 1);
}

/** Puts one of the event's own texts into a column, if it has one. Returns how many fields are left now. */
@inline
function ownText(binding: usize, which: usize, field: usize, row: i32, undone: i32): i32 {
  const column: usize = load<u32>(binding + COMMON + (which << 2));
  if (column === 0) return undone;
  const n = load<i32>(field << 2, HEADS_AT);
  if (n < 0 || pushText(column, row, <usize>n)) return undone;
  store<i32>((<usize>undone) << 2, n, LEFT_AT);
  return undone + 1;
}

/**
 * Puts an event into the columns of a table. Fields up to `handled` of the event itself are done with.
 *
 * @param salt Under which the name is remembered; 0: `name` is its number.
 * @returns How many fields it leaves to the caller, in `left`: those without a column or of a form that the column does not
 *   expect, and texts that are not remembered. -1, with nothing done, where the name is not.
 */
export function put(
  binding: usize,
  row: i32,
  handled: i32,
  rank: f64,
  id: f64,
  track: f64,
  start: f64,
  length: f64,
  salt: i32,
  name: f64,
): i32 {
  let number = name;
  if (salt !== 0) {
    const n: usize = load<i32>(NAME << 2, HEADS_AT);
    const entry = entryOf(load<i32>(n << 2, FROM_AT), load<i32>(n << 2, TO_AT), salt, 0);
    if (entry === 0) return -1;
    number = numberOf(entry);
  }
  common(binding, 0, row, rank);
  common(binding, 1, row, id);
  common(binding, 2, row, track);
  common(binding, 3, row, start);
  common(binding, 4, row, length);
  common(binding, 5, row, number);
  let undone = ownText(binding, 6, CAT, row, 0);
  undone = ownText(binding, 7, PH, row, undone);
  undone = ownText(binding, 8, SCOPE, row, undone);
  const flow: usize = load<u32>(binding, COMMON + 36);
  if (flow !== 0) {
    const n = load<i32>(ID << 2, HEADS_AT);
    if (n >= 0 && load<u8>(n, KIND_AT) === INTEGER) push(flow, row, load<f64>((<usize>n) << 3, WHOLE_AT));
  }
  const count = load<i32>(COUNT_AT);
  for (let n = 0; n < count; n++) {
    const field = load<i32>((<usize>n) << 2, FIELD_AT);
    if (field <= handled) continue;
    const action: u8 = field < 256 ? load<u8>(binding + field) : 0;
    const columns = binding + COLUMNS + ((<usize>field) << 2);
    let done = false;
    if (action === INT) {
      if (load<u8>(n, KIND_AT) === INTEGER) {
        push(load<u32>(columns), row, load<f64>((<usize>n) << 3, WHOLE_AT));
        done = true;
      }
    } else if (action === TEXTUAL) done = pushText(load<u32>(columns), row, n);
    else if (action === FLOAT) done = pushFloat(load<u32>(columns), row, n);
    else if (action === TRIPLE) done = load<u8>(n, KIND_AT) === NESTED && pushTriple(columns, row, n);
    if (done) continue;
    store<i32>((<usize>undone) << 2, n, LEFT_AT);
    undone++;
  }
  return undone;
}
