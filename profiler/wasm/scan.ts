/**
 * Takes trace events apart. What it does and why is told in `src/import/kineto/event-parser.ts`, which also has the slow path:
 * whatever this module does not know it hands back with `HELP`. Nothing here allocates.
 */

import {
  BRACE_AT,
  CACHE_AT,
  CACHED,
  CACHED_BYTES,
  COUNT_AT,
  DIGITS_AT,
  FACTS,
  FIELD_AT,
  FIELDS_WITH_WAYS,
  FRACTION_AT,
  FROM_AT,
  HEADS_AT,
  KEY_FROM_AT,
  KEY_TO_AT,
  KIND_AT,
  MOST_FIELDS,
  STOPPED_AFTER_AT,
  STOPPED_AT,
  TO_AT,
  WAYS,
  WAYS_AT,
  WHOLE_AT,
} from '../src/import/kineto/layout';

const INCOMPLETE: i32 = -1;
const MALFORMED: i32 = -2;
const HELP: i32 = -3;

export const INTEGER: u8 = 1;
export const DECIMAL: u8 = 2;
export const TEXT: u8 = 3;
export const NESTED: u8 = 4;
const WORD: u8 = 5;

export const START: i32 = 0;
const END: i32 = -1;
/** Fields of the event itself whose positions are noted. */
const HEADS: u32 = 16;
export const EXACT: u64 = 9_007_199_254_740_991;

const QUOTE: u8 = 0x22;
export const COMMA: u8 = 0x2c;
export const MINUS: u8 = 0x2d;
export const DOT: u8 = 0x2e;
const COLON: u8 = 0x3a;
const OPEN_ARRAY: u8 = 0x5b;
const BACKSLASH: u8 = 0x5c;
export const CLOSE_ARRAY: u8 = 0x5d;
const OPEN: u8 = 0x7b;
const CLOSE: u8 = 0x7d;

/** 32 bytes that count, then as many that do not. */
const MASK: usize = memory.data<u64>([-1, -1, -1, -1, 0, 0, 0, 0]);

@inline
function differs(at: usize, wanted: usize): v128 {
  return v128.xor(v128.load(at), v128.load(wanted));
}

/** The remembered text after `before` that stands at `p`: the address of its facts, or 0. */
@inline
function match(before: i32, p: i32): usize {
  if (before >= FIELDS_WITH_WAYS) return 0;
  const base = WAYS_AT + before * (WAYS * 4);
  for (let way = base; way < base + WAYS * 4; way += 4) {
    const text: usize = load<u32>(way);
    if (text === 0) return 0;
    let rest = load<i32>(text);
    let wanted = text + FACTS;
    let at: usize = p;
    while (rest > 32) {
      if (v128.any_true(v128.or(differs(at, wanted), differs(at + 16, wanted + 16)))) break;
      at += 32;
      wanted += 32;
      rest -= 32;
    }
    if (rest > 32) continue;
    const mask = MASK + 32 - rest;
    const low = v128.and(differs(at, wanted), v128.load(mask));
    const high = v128.and(differs(at + 16, wanted + 16), v128.load(mask, 16));
    if (v128.any_true(v128.or(low, high))) continue;
    if (way !== base) {
      store<u32>(way, load<u32>(base));
      store<u32>(base, <u32>text);
    }
    return text;
  }
  return 0;
}

/** The closing quote of the text that begins at `at`, or `INCOMPLETE`. */
@inline
function endOfString(at: i32, end: i32): i32 {
  let p = at;
  while (p < end) {
    const block = v128.load(p);
    const hits = i8x16.bitmask(v128.or(i8x16.eq(block, i8x16.splat(QUOTE)), i8x16.eq(block, i8x16.splat(BACKSLASH))));
    if (hits === 0) {
      p += 16;
      continue;
    }
    p += ctz(hits);
    if (p >= end) return INCOMPLETE;
    if (load<u8>(p) === QUOTE) return p;
    p += 2;
  }
  return INCOMPLETE;
}

function skipNested(at: i32, end: i32): i32 {
  let depth = 0;
  let p = at;
  while (p < end) {
    const block = v128.load(p);
    const folded = v128.or(block, i8x16.splat(0x20));
    let hits = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(folded, i8x16.splat(OPEN)), i8x16.eq(folded, i8x16.splat(CLOSE))),
        i8x16.eq(block, i8x16.splat(QUOTE)),
      ),
    );
    const base = p;
    p += 16;
    while (hits !== 0) {
      const hit = base + ctz(hits);
      if (hit >= end) return INCOMPLETE;
      hits &= hits - 1;
      const byte = load<u8>(hit);
      if (byte === QUOTE) {
        const close = endOfString(hit + 1, end);
        if (close < 0) return INCOMPLETE;
        p = close + 1;
        break;
      }
      if (byte === OPEN || byte === OPEN_ARRAY) depth++;
      else if (--depth === 0) return hit + 1;
    }
  }
  return INCOMPLETE;
}

function skipWord(at: i32, end: i32): i32 {
  let p = at;
  for (; p < end; p++) {
    const byte = load<u8>(p);
    if (byte <= 32 || byte === COMMA || byte === CLOSE_ARRAY || byte === CLOSE) return p === at ? MALFORMED : p;
    if (byte === QUOTE || byte === OPEN_ARRAY || byte === OPEN || byte === COLON) return MALFORMED;
  }
  return INCOMPLETE;
}

/** 10^0 to 10^7. */
const POWERS: usize = memory.data<u64>([1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000]);

/** High bits of the bytes that are no digits: those up to the first such byte are right. */
@inline
function nonDigits(low: u64): u64 {
  return (low | (low + 0x7676767676767676)) & 0x8080808080808080;
}

/** The number of eight digits, the first one in the lowest byte; each byte is 0 to 9. */
@inline
function eight(digits: u64): u64 {
  const pairs = (digits * 10 + (digits >> 8)) & 0x00ff00ff00ff00ff;
  const fours = (pairs * 100 + (pairs >> 16)) & 0x0000ffff0000ffff;
  return (fours * 10_000 + (fours >> 32)) & 0xffffffff;
}

/** Parses a number into entry `n`. @param at Its first byte, sign included. */
@inline
function number(at: i32, end: i32, n: usize): i32 {
  const negative = load<u8>(at) === MINUS;
  let p = negative ? at + 1 : at;
  const first = p;
  let value: u64 = 0;
  let low = load<u64>(p) ^ 0x3030303030303030;
  let stop = nonDigits(low);
  while (stop === 0) {
    value = value * 100_000_000 + eight(low);
    p += 8;
    low = load<u64>(p) ^ 0x3030303030303030;
    stop = nonDigits(low);
  }
  const bits = ctz(stop) & ~7;
  if (bits !== 0) {
    value = value * load<u64>(POWERS + <usize>bits) + eight(low << (64 - bits));
    p += <i32>(bits >> 3);
  }
  // More digits than a word holds: the value is wrong, but it is not used.
  const inexact = value > EXACT || p - first > 19;
  const byte = load<u8>(p);
  const whole = <f64>(<i64>value);
  store<i32>(n << 2, at, FROM_AT);
  store<f64>(n << 3, negative ? -whole : whole, WHOLE_AT);
  if (inexact || (byte !== COMMA && byte > 32)) return endOfNumber(at, p, end, n, inexact);
  if (p >= end) return INCOMPLETE;
  store<u8>(n, INTEGER, KIND_AT);
  store<i32>(n << 2, p, TO_AT);
  return p;
}

/** The rest of a number that is not simply an integer and a comma or a space. @param point Behind its integer part. */
function endOfNumber(at: i32, point: i32, end: i32, n: usize, inexact: bool): i32 {
  let p = point;
  let byte = load<u8>(p);
  let kind = INTEGER;
  if (byte === DOT) {
    kind = DECIMAL;
    let fraction = 0;
    let digits = 0;
    byte = load<u8>(++p);
    while (byte >= 0x30 && byte <= 0x39) {
      if (digits < 9) {
        fraction = fraction * 10 + byte - 0x30;
        digits++;
      }
      byte = load<u8>(++p);
    }
    store<i32>(n << 2, load<u8>(at) === MINUS ? -fraction : fraction, FRACTION_AT);
    store<u8>(n, <u8>digits, DIGITS_AT);
  }
  if (p >= end) return INCOMPLETE;
  if (byte === 0x65 || byte === 0x45 || inexact) {
    kind = WORD;
    p = skipWord(at, end);
    if (p < 0) return p;
  } else if (byte > 32 && byte !== COMMA && byte !== CLOSE && byte !== CLOSE_ARRAY) return MALFORMED;
  store<u8>(n, kind, KIND_AT);
  store<i32>(n << 2, p, TO_AT);
  return p;
}

/**
 * Takes the fields of an event from `at` on.
 *
 * The first text, from behind the event before, has the comma and the `{`.
 *
 * @param before The field before `at`: the text from there to the next value is compared with what is remembered.
 * @param atValue Whether `at` is a value instead, of entry `count`, whose key is noted already.
 * @returns The position behind the `}`, `INCOMPLETE`, `MALFORMED`, or `HELP` where the text after a value is a new one.
 */
export function scan(at: i32, end: i32, before: i32, atValue: bool): i32 {
  let p = at;
  let last = before;
  let n = load<i32>(COUNT_AT);
  let known = atValue;
  if (last === START && !known) {
    const none = i32x4.splat(-1);
    v128.store(HEADS_AT + 0, none);
    v128.store(HEADS_AT + 16, none);
    v128.store(HEADS_AT + 32, none);
    v128.store(HEADS_AT + 48, none);
    n = 0;
  }
  while (true) {
    if (!known) {
      const text = match(last, p);
      if (text === 0) {
        store<i32>(COUNT_AT, n);
        store<i32>(STOPPED_AT, p);
        store<i32>(STOPPED_AFTER_AT, last);
        return HELP;
      }
      if (last === START) store<i32>(BRACE_AT, p + load<i32>(text, 16));
      const key = p + load<i32>(text, 8);
      p += load<i32>(text);
      last = load<i32>(text, 4);
      if (last === END) break;
      if (n >= MOST_FIELDS) return MALFORMED;
      store<i32>((<usize>n) << 2, key, KEY_FROM_AT);
      store<i32>((<usize>n) << 2, key + load<i32>(text, 12), KEY_TO_AT);
      store<i32>((<usize>n) << 2, last, FIELD_AT);
    }
    known = false;
    if (<u32>last < HEADS) store<i32>((<usize>last) << 2, n, HEADS_AT);
    const first = load<u8>(p);
    if (first === QUOTE) {
      const close = endOfString(p + 1, end);
      if (close < 0) return close;
      store<u8>(n, TEXT, KIND_AT);
      store<i32>((<usize>n) << 2, p + 1, FROM_AT);
      store<i32>((<usize>n) << 2, close, TO_AT);
      p = close + 1;
    } else if ((first >= 0x30 && first <= 0x39) || first === MINUS) {
      p = number(p, end, n);
      if (p < 0) return p;
    } else {
      const nested = first === OPEN || first === OPEN_ARRAY;
      const close = nested ? skipNested(p, end) : skipWord(p, end);
      if (close < 0) return close;
      store<u8>(n, nested ? NESTED : WORD, KIND_AT);
      store<i32>((<usize>n) << 2, p, FROM_AT);
      store<i32>((<usize>n) << 2, close, TO_AT);
      p = close;
    }
    n++;
  }
  store<i32>(COUNT_AT, n);
  return p > end ? INCOMPLETE : p;
}

/** An entry of the memory of spans: salt, length, number, and the text from here on. */
const CACHED_TEXT: usize = 16;
const CACHED_MASK: u32 = CACHED - 1;
const LONGEST_CACHED: i32 = CACHED_BYTES - <i32>CACHED_TEXT;

const MIX: u64 = 0x9e3779b97f4a7c15;

/** Where a span would be remembered. */
@inline
function slotOf(from: i32, length: i32, salt: i32): usize {
  let hash: u64 = ((<u64>(<u32>salt)) << 32) | <u64>(<u32>length);
  let at: usize = from;
  let rest = length;
  while (rest >= 8) {
    hash = (hash ^ load<u64>(at)) * MIX;
    hash ^= hash >> 29;
    at += 8;
    rest -= 8;
  }
  if (rest > 0) {
    hash = (hash ^ (load<u64>(at) << (<u64>(64 - rest * 8)))) * MIX;
    hash ^= hash >> 29;
  }
  hash *= MIX;
  return CACHE_AT + <i32>((<u32>(hash >> 40)) & CACHED_MASK) * CACHED_BYTES;
}

/** Whether an entry is the span. */
@inline
function isEntry(slot: usize, from: i32, length: i32, salt: i32): bool {
  if (load<i32>(slot) !== salt || load<i32>(slot, 4) !== length) return false;
  let wanted = slot + CACHED_TEXT;
  let at: usize = from;
  let rest = length;
  while (rest > 16) {
    if (v128.any_true(differs(at, wanted))) return false;
    at += 16;
    wanted += 16;
    rest -= 16;
  }
  return !v128.any_true(v128.and(differs(at, wanted), v128.load(MASK + 32 - rest)));
}

/** The entry of a span under `salt`, or 0. @param likely The entry that is tried first, or 0. */
@inline
export function entryOf(from: i32, to: i32, salt: i32, likely: usize): usize {
  const length = to - from;
  if (likely !== 0 && isEntry(likely, from, length, salt)) return likely;
  if (length > LONGEST_CACHED) return 0;
  const slot = slotOf(from, length, salt);
  return isEntry(slot, from, length, salt) ? slot : 0;
}

/** The number of an entry. */
@inline
export function numberOf(entry: usize): i32 {
  return load<i32>(entry, 8);
}

/** Remembers the number of a span, in place of another one. Salt 0 is nobody's. */
export function remember(from: i32, to: i32, salt: i32, id: i32): void {
  const length = to - from;
  if (length > LONGEST_CACHED) return;
  const slot = slotOf(from, length, salt);
  store<i32>(slot, salt);
  store<i32>(slot, length, 4);
  store<i32>(slot, id, 8);
  memory.copy(slot + CACHED_TEXT, from, length);
}
