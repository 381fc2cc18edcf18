/** Takes one trace event apart: which fields, where their values stand, and the numbers. No JavaScript string is made. */

import { endOfString, INCOMPLETE, MALFORMED, QUOTE, skipSpace } from '../json/skip.ts';
import { ARGS_LEVEL, EVENT_LEVEL, Fields, type Level, START } from './fields.ts';
import { END, Glue } from './glue.ts';
import { BRACE, COUNT, HELP, Scanner, STOPPED, STOPPED_AFTER } from './scanner.ts';

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

const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN = 0x7b;
const CLOSE = 0x7d;

const decoder = new TextDecoder();

/**
 * Machine-written JSON repeats the text between its values: `, "cat": `, `,\n    "args": {\n      "External id": `. The scanner
 * compares it with what is remembered; a text that is new is parsed here, and remembered.
 */
export class EventParser extends Scanner {
  private readonly glue = new Glue(this);
  private next = START;
  private nextKeyFrom = 0;
  private nextKeyTo = 0;

  private fields = new Fields();

  /** @param overflow The field that stands for keys beyond the number that is told apart. */
  constructor(private readonly overflow: number) {
    super();
  }

  /** For another file: nothing of the one before is left but the memory. */
  startFile(fields: Fields): void {
    this.reset();
    this.glue.reset();
    this.fields = fields;
  }

  /** Fields of the event that was parsed last. */
  get count(): number {
    return this.heads[COUNT] as number;
  }

  /**
   * Parses the event that comes next where the text before it is remembered.
   *
   * @param at Where the event before ends.
   * @returns The position behind its `}`; negative where that is not so, or the event is not complete, or no event.
   */
  parseNext(at: number, end: number): number {
    return this.parseRest(this.exports.scan(at, end, START, 0), end);
  }

  /** The same where the scanner has begun. @param scanned What it said. */
  parseRest(scanned: number, end: number): number {
    return scanned === HELP && this.heads[STOPPED_AFTER] !== START ? this.parseOn(end) : scanned;
  }

  /**
   * Parses an event.
   *
   * @param at Where the text begins that is to be remembered as what comes before an event.
   * @param brace Its `{`.
   * @returns The position behind its `}`, `INCOMPLETE` or `MALFORMED`.
   */
  parse(at: number, brace: number, end: number): number {
    this.heads[BRACE] = brace;
    const p = this.exports.scan(at, end, START, 0);
    return p === HELP ? this.parseOn(end) : p;
  }

  /** Goes on where the scanner did not know the text. */
  private parseOn(end: number): number {
    const { heads, exports, overflow, glue } = this;
    for (;;) {
      const at = heads[STOPPED] as number;
      const before = heads[STOPPED_AFTER] as number;
      const n = heads[COUNT] as number;
      const brace = heads[BRACE] as number;
      const value = this.toNextValue(before === START ? brace : at, end, before);
      if (value < 0) return value;
      const { next } = this;
      if (next !== overflow) glue.learn(before, at, value, next, this.nextKeyFrom, this.nextKeyTo, brace);
      if (next === END) return value > end ? INCOMPLETE : value;
      if (n >= this.field.length) return MALFORMED;
      this.field[n] = next;
      this.keyFrom[n] = this.nextKeyFrom;
      this.keyTo[n] = this.nextKeyTo;
      const p = exports.scan(value, end, next, 1);
      if (p !== HELP) return p;
    }
  }

  /** Whether field `n` is one of the event itself, not of its `args`. */
  isOfEvent(n: number): boolean {
    return this.fields.level[this.field[n] as number] === EVENT_LEVEL && this.field[n] !== this.overflow;
  }

  /** From behind a value (or from the `{`) to the next value, or to behind the `}`: sets `next` and its key. */
  private toNextValue(at: number, end: number, before: number): number {
    const { bytes } = this;
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
      const close = endOfString(this, from, end);
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
}
