/** Events that are no JSON, because a writer left quotes in a string as they were, and how to go on after one. */

import type { Source } from '../../parquet/dictionary.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const CLOSE_ARRAY = 0x5d;

/** What may stand behind a quote that ends a string. */
const AFTER_STRING = /^\s*(?:[}\],:]|$)/;

const skipBlank = (bytes: Uint8Array, at: number, end: number): number => {
  let p = at;
  while (p < end && (bytes[p] as number) <= 32) p++;
  return p;
};

/**
 * The end of a broken event: a `}` before `, {"` or before `]` and what can follow the array.
 *
 * @param from Its `{`.
 * @returns The position behind its `}`, or -1 when none has come.
 */
export const resync = ({ bytes }: Source, from: number, end: number): number => {
  for (let p = from + 1; p < end; p++) {
    if (bytes[p] !== CLOSE) continue;
    let q = skipBlank(bytes, p + 1, end);
    if (q >= end) return -1;
    if (bytes[q] === CLOSE_ARRAY) {
      q = skipBlank(bytes, q + 1, end);
      if (q >= end || bytes[q] === CLOSE || (bytes[q] === COMMA && bytes[skipBlank(bytes, q + 1, end)] === QUOTE))
        return p + 1;
    } else if (bytes[q] === COMMA) {
      q = skipBlank(bytes, q + 1, end);
      if (q >= end) return -1;
      if (bytes[q] === OPEN && bytes[skipBlank(bytes, q + 1, end)] === QUOTE) return p + 1;
    }
  }
  return -1;
};

/** The event with the quotes inside its strings escaped; null where nothing changed. A quote ends a string if punctuation follows. */
export const repaired = (bytes: Uint8Array): Uint8Array | null => {
  const text = new TextDecoder().decode(bytes);
  let out = '';
  let inside = false;
  let changed = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '\\' && inside) {
      out += char + (text[at + 1] ?? '');
      at++;
    } else if (char !== '"') out += char;
    else if (!inside) {
      inside = true;
      out += char;
    } else if (AFTER_STRING.test(text.slice(at + 1, at + 40))) {
      inside = false;
      out += char;
    } else {
      out += '\\"';
      changed = true;
    }
  }
  return changed ? new TextEncoder().encode(out) : null;
};
