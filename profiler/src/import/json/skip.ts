/**
 * Walks over JSON in bytes without making values of it. Every function returns the position behind what it walked over,
 * `INCOMPLETE` when the bytes end before it does, or `MALFORMED`.
 */

import type { Source } from '../../parquet/dictionary.ts';

export const INCOMPLETE = -1;
export const MALFORMED = -2;

export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

export const skipSpace = (bytes: Uint8Array, at: number): number => {
  let p = at;
  while ((bytes[p] as number) <= 32 && bytes[p] !== 0) p++;
  return p;
};

/**
 * @param at The first byte of the text of a string.
 * @returns The closing quote. Control characters are text: older writers leave them in.
 */
export const endOfString = (source: Source, at: number, end: number): number => {
  const { view, bytes } = source;
  let p = at;
  for (;;) {
    // Four bytes at a time: a byte of `x ^ c` is zero where `x` has `c`.
    while (p < end) {
      const word = view.getInt32(p, true);
      const quote = word ^ 0x22222222;
      const slash = word ^ 0x5c5c5c5c;
      if (((((quote - 0x01010101) & ~quote) | ((slash - 0x01010101) & ~slash)) & 0x80808080) !== 0) break;
      p += 4;
    }
    for (const stop = p + 4; p < stop; p++) {
      if (p >= end) return INCOMPLETE;
      const byte = bytes[p];
      if (byte === QUOTE) return p;
      if (byte === BACKSLASH) {
        p += 2;
        break;
      }
    }
  }
};

/** A whole value of any kind. Nesting is counted, not checked. */
export const skipValue = (source: Source, at: number, end: number): number => {
  const { bytes } = source;
  const first = bytes[at];
  if (first === QUOTE) {
    const close = endOfString(source, at + 1, end);
    return close < 0 ? close : close + 1;
  }
  if (first === OPEN_ARRAY || first === OPEN_OBJECT) return skipNested(source, at, end);
  let p = at;
  for (;;) {
    if (p >= end) return INCOMPLETE;
    const byte = bytes[p] as number;
    // A number or a word ends at punctuation or space.
    if (byte <= 32 || byte === 0x2c || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) return p === at ? MALFORMED : p;
    if (byte === QUOTE || byte === OPEN_ARRAY || byte === OPEN_OBJECT || byte === 0x3a) return MALFORMED;
    p++;
  }
};

const skipNested = (source: Source, at: number, end: number): number => {
  const { bytes } = source;
  let depth = 0;
  let p = at;
  for (;;) {
    if (p >= end) return INCOMPLETE;
    const byte = bytes[p++] as number;
    // Most bytes are digits, commas and spaces.
    if (byte < 0x5b && byte !== QUOTE) continue;
    if (byte === QUOTE) {
      const close = endOfString(source, p, end);
      if (close < 0) return close;
      p = close + 1;
    } else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) depth++;
    else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) {
      depth--;
      if (depth === 0) return p;
    }
  }
};
