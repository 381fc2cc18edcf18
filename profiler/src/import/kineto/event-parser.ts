/** Takes one trace event apart: which fields, where their values stand, and the numbers. No JavaScript string is made. */

import type { Source } from '../../parquet/dictionary.ts';
import { endOfString, INCOMPLETE, MALFORMED, QUOTE, skipSpace, skipValue } from '../json/skip.ts';
import { ARGS_LEVEL, EVENT_LEVEL, type Fields, type Level, START } from './fields.ts';
import { END, FIELD, Glue, KEY_AT, KEY_LENGTH, LENGTH } from './glue.ts';

/** What a value is. */
export const INTEGER = 1;
/** A decimal number with a fraction. */
export const DECIMAL = 2;
/** Text; its span is without the quotes, escapes as written. */
export const TEXT = 3;
/** An array or an object. */
export const NESTED = 4;
/** true, false, null, NaN, or a number that is beyond 2^53 or has an exponent. */
export const WORD = 5;

/** Fields of one event beyond which it is taken for broken. */
const MOST_FIELDS = 65_536;
const EXACT = Number.MAX_SAFE_INTEGER;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN = 0x7b;
const CLOSE = 0x7d;

const decoder = new TextDecoder();

export class EventParser {
  /** Fields of the event that was parsed last. */
  count = 0;
  field = new Int32Array(64);
  kind = new Uint8Array(64);
  /** Span of the value. */
  from = new Int32Array(64);
  to = new Int32Array(64);
  /** Span of the key, without quotes. */
  keyFrom = new Int32Array(64);
  keyTo = new Int32Array(64);
  /** Integer part of a number, with its sign. */
  whole = new Float64Array(64);
  /** Digits of the fraction as an integer, at most nine of them, with the sign; how many they are. */
  fraction = new Int32Array(64);
  digits = new Uint8Array(64);
  private readonly glue = new Glue();
  private next = START;
  private nextKeyFrom = 0;
  private nextKeyTo = 0;

  /** @param overflow The field that stands for keys beyond the number that is told apart. */
  constructor(
    private readonly fields: Fields,
    private readonly overflow: number,
  ) {}

  /**
   * Parses the event whose `{` stands at `at`.
   *
   * @returns The position behind its `}`, `INCOMPLETE` or `MALFORMED`.
   */
  parse(source: Source, at: number, end: number): number {
    const { glue, overflow } = this;
    const { view, bytes } = source;
    let { field, kind, from, to, keyFrom, keyTo } = this;
    let p = at;
    let before = START;
    let n = 0;
    for (;;) {
      const text = glue.match(before, view, p);
      let key: number;
      let keyEnd: number;
      if (text >= 0) {
        const { facts } = glue;
        key = p + (facts[text + KEY_AT] as number);
        keyEnd = key + (facts[text + KEY_LENGTH] as number);
        p += facts[text + LENGTH] as number;
        before = facts[text + FIELD] as number;
        if (before === END) break;
      } else {
        const start = p;
        p = this.toNextValue(source, p, end, before);
        if (p < 0) return p;
        key = this.nextKeyFrom;
        keyEnd = this.nextKeyTo;
        if (this.next !== overflow) glue.learn(before, source, start, p, this.next, key, keyEnd);
        before = this.next;
        if (before === END) break;
        if (n >= MOST_FIELDS) return MALFORMED;
      }
      if (n === field.length) {
        this.grow();
        ({ field, kind, from, to, keyFrom, keyTo } = this);
      }
      keyFrom[n] = key;
      keyTo[n] = keyEnd;
      field[n] = before;
      const first = bytes[p] as number;
      if (first === QUOTE) {
        const close = endOfString(source, p + 1, end);
        if (close < 0) return close;
        from[n] = p + 1;
        to[n] = close;
        kind[n] = TEXT;
        p = close + 1;
      } else if (first >= 0x30 && first <= 0x39) {
        p = this.number(source, p, end, n, 1);
        if (p < 0) return p;
      } else if (first === 0x2d) {
        p = this.number(source, p, end, n, -1);
        if (p < 0) return p;
      } else {
        const close = skipValue(source, p, end);
        if (close < 0) return close;
        kind[n] = first === OPEN || first === 0x5b ? NESTED : WORD;
        from[n] = p;
        to[n] = close;
        p = close;
      }
      n++;
    }
    this.count = n;
    return p > end ? INCOMPLETE : p;
  }

  /** Whether field `n` is one of the event itself, not of its `args`. */
  isOfEvent(n: number): boolean {
    return this.fields.level[this.field[n] as number] === EVENT_LEVEL && this.field[n] !== this.overflow;
  }

  /** Parses a number at `at`, sign included. */
  private number(source: Source, at: number, end: number, n: number, sign: 1 | -1): number {
    const { bytes, view } = source;
    let p = sign < 0 ? at + 1 : at;
    let value = 0;
    for (;;) {
      // Four digits at a time, while there are four.
      const word = view.getInt32(p, true);
      const low = (word - 0x30303030) | 0;
      if (((low | (low + 0x76767676)) & 0x80808080) !== 0) break;
      value = value * 10_000 + (low & 15) * 1000 + ((low >> 8) & 15) * 100 + ((low >> 16) & 15) * 10 + (low >> 24);
      p += 4;
    }
    let byte = bytes[p] as number;
    while (byte >= 0x30 && byte <= 0x39) {
      value = value * 10 + byte - 0x30;
      byte = bytes[++p] as number;
    }
    let fraction = 0;
    let digits = 0;
    let kind = INTEGER;
    if (byte === 0x2e) {
      kind = DECIMAL;
      byte = bytes[++p] as number;
      while (byte >= 0x30 && byte <= 0x39) {
        if (digits < 9) {
          fraction = fraction * 10 + byte - 0x30;
          digits++;
        }
        byte = bytes[++p] as number;
      }
    }
    if (p >= end) return INCOMPLETE;
    if (byte === 0x65 || byte === 0x45 || value > EXACT) {
      kind = WORD;
      p = skipValue(source, at, end);
      if (p < 0) return p;
    } else if (byte > 32 && byte !== COMMA && byte !== CLOSE && byte !== 0x5d) return MALFORMED;
    this.kind[n] = kind;
    this.from[n] = at;
    this.to[n] = p;
    this.whole[n] = sign * value;
    this.fraction[n] = sign * fraction;
    this.digits[n] = digits;
    return p;
  }

  /** From behind a value (or from the `{`) to the next value, or to behind the `}`: sets `next` and its key. */
  private toNextValue(source: Source, at: number, end: number, before: number): number {
    const { bytes } = source;
    let level: Level = this.fields.level[before] ?? EVENT_LEVEL;
    let p = at;
    let opened = before === START;
    if (opened) {
      if (bytes[p] !== OPEN) return MALFORMED;
      p++;
    }
    for (;;) {
      p = skipSpace(bytes, p);
      if (p >= end) return INCOMPLETE;
      if (bytes[p] === CLOSE) {
        p++;
        if (level === EVENT_LEVEL) {
          this.next = END;
          this.nextKeyFrom = p;
          this.nextKeyTo = p;
          return p;
        }
        level = EVENT_LEVEL;
        opened = false;
        continue;
      }
      if (!opened) {
        if (bytes[p] !== COMMA) return MALFORMED;
        p = skipSpace(bytes, p + 1);
        if (p >= end) return INCOMPLETE;
      }
      if (bytes[p] !== QUOTE) return MALFORMED;
      const from = p + 1;
      const close = endOfString(source, from, end);
      if (close < 0) return close;
      p = skipSpace(bytes, close + 1);
      if (p >= end) return INCOMPLETE;
      if (bytes[p] !== COLON) return MALFORMED;
      p = skipSpace(bytes, p + 1);
      if (p >= end) return INCOMPLETE;
      const key = decoder.decode(bytes.subarray(from, close));
      if (level === EVENT_LEVEL && key === 'args' && bytes[p] === OPEN) {
        level = ARGS_LEVEL;
        opened = true;
        p++;
        continue;
      }
      this.next = this.fields.of(level, key) ?? this.overflow;
      this.nextKeyFrom = from;
      this.nextKeyTo = close;
      return p;
    }
  }

  private grow(): void {
    const size = this.field.length * 2;
    const larger = <A extends { set(from: A): void }>(array: A, fresh: A): A => {
      fresh.set(array);
      return fresh;
    };
    this.field = larger(this.field, new Int32Array(size));
    this.kind = larger(this.kind, new Uint8Array(size));
    this.from = larger(this.from, new Int32Array(size));
    this.to = larger(this.to, new Int32Array(size));
    this.keyFrom = larger(this.keyFrom, new Int32Array(size));
    this.keyTo = larger(this.keyTo, new Int32Array(size));
    this.whole = larger(this.whole, new Float64Array(size));
    this.fraction = larger(this.fraction, new Int32Array(size));
    this.digits = larger(this.digits, new Uint8Array(size));
  }
}
