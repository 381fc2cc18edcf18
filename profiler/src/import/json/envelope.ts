/**
 * The outermost structure of a JSON trace: an object whose large arrays are streamed and whose other values are kept,
 * one such array alone, or a sequence of objects, one for each line.
 */

import type { Diags } from '../../run/diags.ts';
import type { ByteWindow } from './buffer.ts';
import { endOfString, INCOMPLETE, QUOTE, skipSpace, skipValue } from './skip.ts';

/** A longer value beside the arrays is not kept. */
const LONGEST_VALUE = 16 << 20;

/** Takes the elements of one array from the front of a window; returns whether the array has ended. */
export interface ArrayReader {
  take(window: ByteWindow): boolean;
}

export interface Envelope {
  /** The reader of array `key`; null for an array that is kept as a value. `key` is null for an array alone. */
  arrayReader(key: string | null, window: ByteWindow): ArrayReader | null;
  /** A value beside the arrays, as JSON text. */
  value(key: string, json: string): void;
  /** An object of a sequence of objects, from the second one on; the first one came key by key. */
  line(json: string): void;
}

const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const OPEN_ARRAY = 0x5b;

const decoder = new TextDecoder();
const text = (window: ByteWindow, from: number, to: number): string => decoder.decode(window.bytes.subarray(from, to));

/** @returns Null when the text ends properly; else what was expected where it ended. */
export const readEnvelope = async (window: ByteWindow, envelope: Envelope, diags: Diags): Promise<string | null> => {
  const first = await nextByte(window);
  if (first === OPEN_ARRAY) {
    const reader = envelope.arrayReader(null, window);
    if (reader === null) return 'an array of events';
    window.from++;
    return readArray(window, reader, diags);
  }
  if (first !== OPEN) return 'a JSON object or array';
  window.from++;
  const fault = await readObject(window, envelope, diags);
  if (fault !== null) return fault;
  while ((await nextByte(window)) === OPEN) {
    const end = await whole(window, skipValue);
    if (end < 0) return 'the end of a line';
    envelope.line(text(window, window.from, end));
    window.from = end;
  }
  return null;
};

const readObject = async (window: ByteWindow, envelope: Envelope, diags: Diags): Promise<string | null> => {
  for (;;) {
    let byte = await nextByte(window);
    if (byte === COMMA) {
      window.from++;
      byte = await nextByte(window);
    }
    if (byte === CLOSE) {
      window.from++;
      return null;
    }
    if (byte !== QUOTE) return 'a key';
    const close = await whole(window, (source, at, end) => endOfString(source, at + 1, end));
    if (close < 0) return 'the end of a key';
    const key = text(window, window.from + 1, close);
    window.from = close + 1;
    if ((await nextByte(window)) !== COLON) return 'a colon';
    window.from++;
    const start = await nextByte(window);
    if (start === OPEN_ARRAY) {
      const reader = envelope.arrayReader(key, window);
      if (reader !== null) {
        window.from++;
        const fault = await readArray(window, reader, diags);
        if (fault !== null) return fault;
        continue;
      }
    }
    const end = await whole(window, skipValue);
    if (end < 0) return `the end of "${key.slice(0, 100)}"`;
    envelope.value(key, text(window, window.from, end));
    window.from = end;
  }
};

const readArray = async (window: ByteWindow, reader: ArrayReader, diags: Diags): Promise<string | null> => {
  for (;;) {
    if (reader.take(window)) return null;
    if (window.finished) {
      if (window.from < window.end) diags.add('truncated', 'an element is not complete', window.offsetOf(window.from));
      return 'the end of an array';
    }
    await window.fill();
  }
};

/** The first byte that is no space, at `window.from` afterwards; 0 at the end. */
const nextByte = async (window: ByteWindow): Promise<number> => {
  for (;;) {
    window.from = Math.min(skipSpace(window.bytes, window.from), window.end);
    if (window.from < window.end) {
      // A byte order mark is space.
      if (window.bytes[window.from] === 0xef && window.bytes[window.from + 1] === 0xbb) {
        window.from += 3;
        continue;
      }
      return window.bytes[window.from] ?? 0;
    }
    if (window.finished) return 0;
    await window.fill();
  }
};

/** Applies `walk` at the front, reading more until it is through. */
const whole = async (window: ByteWindow, walk: typeof skipValue): Promise<number> => {
  for (;;) {
    const end = walk(window, window.from, window.end);
    if (end !== INCOMPLETE) return end;
    if (window.finished || window.end - window.from > LONGEST_VALUE) return INCOMPLETE;
    await window.fill();
  }
};
