/** Reads an array of trace events from a window of bytes, as far as it has come. */

import { sourceOf } from '../../parquet/dictionary.ts';
import type { Diags } from '../../run/diags.ts';
import type { PartWriter } from '../../run/part-writer.ts';
import type { ByteWindow } from '../json/buffer.ts';
import { INCOMPLETE, skipSpace, skipValue } from '../json/skip.ts';
import { EventParser } from './event-parser.ts';
import { knownFields, OVERFLOW } from './known.ts';
import { repaired, resync } from './repair.ts';
import { EventSink } from './sink.ts';

/** A longer event is skipped. */
const LONGEST_EVENT = 32 << 20;
const COMMA = 0x2c;
const OPEN = 0x7b;
const CLOSE_ARRAY = 0x5d;

export class EventReader {
  readonly sink: EventSink;
  /** Entries of the array, good and bad. */
  events = 0;
  private readonly parser: EventParser;

  constructor(
    part: PartWriter,
    private readonly diags: Diags,
  ) {
    const fields = knownFields();
    this.parser = new EventParser(fields, OVERFLOW);
    this.sink = new EventSink(part, fields, diags);
  }

  /**
   * Takes all whole events from the front of the window.
   *
   * @returns Whether the array has ended (its `]` is used up).
   */
  take(window: ByteWindow): boolean {
    const { parser, sink } = this;
    const { bytes, end } = window;
    let p = window.from;
    for (;;) {
      p = skipSpace(bytes, p);
      const byte = bytes[p];
      window.from = Math.min(p, end);
      if (p >= end) return false;
      if (byte === COMMA) {
        p++;
        continue;
      }
      if (byte === CLOSE_ARRAY) {
        window.from = p + 1;
        return true;
      }
      if (byte !== OPEN) {
        const next = skipValue(window, p, end);
        if (next === INCOMPLETE && !window.finished) return false;
        this.diags.add('not-an-event', '', window.offsetOf(p));
        this.events++;
        p = next < 0 ? p + 1 : next;
        continue;
      }
      const next = parser.parse(window, p, end);
      if (next >= 0) {
        sink.event(window, parser, p, next, window.offsetOf(p));
        this.events++;
        p = next;
        continue;
      }
      if (next === INCOMPLETE) {
        if (end - p > LONGEST_EVENT) {
          this.diags.add('event-too-long', `${end - p} bytes and more`, window.offsetOf(p));
          this.events++;
          // What is left of it is found again as a broken event, and skipped to the next one.
          p = end;
          window.from = end;
          continue;
        }
        return false;
      }
      const after = resync(window, p, end);
      if (after < 0 && !window.finished && end - p < LONGEST_EVENT) return false;
      const stop = after < 0 ? end : after;
      this.broken(window, p, stop);
      p = stop;
    }
  }

  /** An event that is no JSON: most are repaired. */
  private broken(window: ByteWindow, from: number, to: number): void {
    this.events++;
    const offset = window.offsetOf(from);
    const text = repaired(window.bytes.subarray(from, to));
    if (text !== null) {
      const padded = new Uint8Array(text.length + 256);
      padded.set(text);
      const source = sourceOf(padded);
      const end = this.parser.parse(source, 0, text.length + 1);
      if (end === text.length) {
        this.diags.add('unescaped-string', '', offset);
        this.sink.event(source, this.parser, 0, end, offset);
        return;
      }
    }
    this.diags.add('unreadable-event', '', offset);
  }
}
