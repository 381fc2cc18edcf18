/** An array whose elements are small enough to be made values of, one after the other. */

import type { Diags } from '../../run/diags.ts';
import type { ByteWindow } from './buffer.ts';
import type { ArrayReader } from './envelope.ts';
import { INCOMPLETE, skipSpace, skipValue } from './skip.ts';
import type { Json } from './values.ts';

/** A longer element is skipped. */
const LONGEST = 32 << 20;
const COMMA = 0x2c;
const CLOSE_ARRAY = 0x5d;
const decoder = new TextDecoder();

export class ElementReader implements ArrayReader {
  count = 0;

  /** @param handle Is given each element, and its text. */
  constructor(
    private readonly handle: (value: Json, text: string) => void,
    private readonly diags: Diags,
  ) {}

  take(window: ByteWindow): boolean {
    const { bytes, end } = window;
    for (;;) {
      const p = skipSpace(bytes, window.from);
      window.from = Math.min(p, end);
      if (p >= end) return false;
      if (bytes[p] === COMMA) {
        window.from = p + 1;
        continue;
      }
      if (bytes[p] === CLOSE_ARRAY) {
        window.from = p + 1;
        return true;
      }
      const next = skipValue(window, p, end);
      if (next === INCOMPLETE && end - p <= LONGEST) return false;
      this.count++;
      const text = next < 0 ? '' : decoder.decode(bytes.subarray(p, next));
      try {
        this.handle(JSON.parse(text), text);
      } catch {
        this.diags.add('unreadable-event', text.slice(0, 80), window.offsetOf(p));
      }
      window.from = next < 0 ? (next === INCOMPLETE ? end : p + 1) : next;
    }
  }
}
