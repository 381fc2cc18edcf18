/** Reads an array of trace events from a window of bytes, as far as it has come. */

import type { Diags } from '../../run/diags.ts';
import type { PartWriter } from '../../run/part-writer.ts';
import type { ByteWindow } from '../json/buffer.ts';
import { INCOMPLETE, skipSpace, skipValue } from '../json/skip.ts';
import { EventParser } from './event-parser.ts';
import { knownFields, OVERFLOW } from './known.ts';
import { repaired, resync } from './repair.ts';
import { BRACE, EVENT } from './scanner.ts';
import { EventSink } from './sink.ts';

/** A longer event is skipped. */
const LONGEST_EVENT = 32 << 20;
const COMMA = 0x2c;
const OPEN = 0x7b;
const CLOSE_ARRAY = 0x5d;

/** Behind what separates events. */
const skipBetween = (bytes: Uint8Array, at: number): number => {
  let p = skipSpace(bytes, at);
  while (bytes[p] === COMMA) p = skipSpace(bytes, p + 1);
  return p;
};

/** A larger memory, which a long event has made, is given up. */
const MOST_IDLE = 96 << 20;

/** Parsers that no file is read with: their memory is used again. */
const idle: EventParser[] = [];

export class EventReader {
  readonly sink: EventSink;
  /** Entries of the array, good and bad, that were taken one by one. */
  private single = 0;
  private readonly parser: EventParser;
  private reached = 0;

  constructor(
    part: PartWriter,
    private readonly diags: Diags,
  ) {
    const fields = knownFields();
    this.parser = idle.pop() ?? new EventParser(OVERFLOW);
    this.parser.startFile(fields);
    // What its memory holds of the tables is written then.
    part.whenDone(() => {
      if (this.parser.bytes.length <= MOST_IDLE) idle.push(this.parser);
    });
    this.sink = new EventSink(part, fields, diags, this.parser);
  }

  /** Entries of the array, good and bad. */
  get events(): number {
    return this.single + this.sink.batch.taken;
  }

  /**
   * Takes all whole events from the front of the window.
   *
   * @returns Whether the array has ended (its `]` is used up).
   */
  take(window: ByteWindow): boolean {
    const { parser } = this;
    const start = parser.load(window.bytes.subarray(window.from, window.end));
    const end = start + window.end - window.from;
    /** From positions in the scanner to those in the window. */
    const back = window.from - start;
    let p = start;
    for (;;) {
      const quick = this.next(p, end);
      p = this.reached;
      if (quick) {
        this.parsed(p, window.offsetOf(back));
        continue;
      }
      const gap = p;
      p = skipBetween(parser.bytes, p);
      window.from = Math.min(p, end) + back;
      if (p >= end) return false;
      const byte = parser.bytes[p];
      if (byte === CLOSE_ARRAY) {
        window.from = p + 1 + back;
        return true;
      }
      if (byte !== OPEN) {
        const next = skipValue(parser, p, end);
        if (next === INCOMPLETE && !window.finished) return false;
        this.diags.add('not-an-event', '', window.offsetOf(p + back));
        this.single++;
        p = next < 0 ? p + 1 : next;
        continue;
      }
      const next = parser.parse(gap, p, end);
      if (next >= 0) {
        this.parsed(next, window.offsetOf(back));
        p = next;
        continue;
      }
      if (next === INCOMPLETE) {
        if (end - p > LONGEST_EVENT) {
          this.diags.add('event-too-long', `${end - p} bytes and more`, window.offsetOf(p + back));
          this.single++;
          // What is left of it is found again as a broken event, and skipped to the next one.
          p = end;
          window.from = end + back;
          continue;
        }
        return false;
      }
      const after = resync(parser, p, end);
      if (after < 0 && !window.finished && end - p < LONGEST_EVENT) return false;
      const stop = after < 0 ? end : after;
      this.broken(repaired(parser.bytes.subarray(p, stop)), window.offsetOf(p + back));
      p = stop;
    }
  }

  /**
   * Goes on to the next event that has to be taken by itself.
   *
   * @returns Whether it is parsed; then `reached` is behind it, else behind the one before.
   */
  private next(at: number, end: number): boolean {
    const { parser, sink } = this;
    const stopped = sink.take(at, end);
    this.reached = stopped === null ? at : sink.batch.position;
    if (stopped === EVENT) return true;
    const next = stopped === null ? parser.parseNext(at, end) : parser.parseRest(stopped, end);
    if (next >= 0) this.reached = next;
    return next >= 0;
  }

  /** @param to Its end. @param shift From addresses to positions in the stream. */
  private parsed(to: number, shift: number): void {
    const at = this.parser.heads[BRACE] as number;
    this.sink.event(this.parser, at, to, at + shift);
    this.single++;
  }

  /** An event that is no JSON. @param text It as most such events can be repaired. */
  private broken(text: Uint8Array | null, offset: number): void {
    const { parser } = this;
    this.single++;
    if (text !== null) {
      const at = parser.load(text, true);
      // The byte behind it is a zero, which ends a number.
      const end = parser.parse(at, at, at + text.length + 1);
      if (end === at + text.length) {
        this.diags.add('unescaped-string', '', offset);
        this.sink.event(parser, at, end, offset);
        return;
      }
    }
    this.diags.add('unreadable-event', '', offset);
  }
}
