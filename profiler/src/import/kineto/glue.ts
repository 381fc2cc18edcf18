/**
 * Machine-written JSON repeats the text between its values: `, "cat": `, `,\n    "args": {\n      "External id": `.
 * That text is remembered, with the field that comes after it, under the field that came before it;
 * the next event is compared with what is remembered, four bytes at a time, before anything is parsed.
 */

import type { Source } from '../../parquet/dictionary.ts';

/** Texts remembered after one field. */
const WAYS = 4;
/** A longer text is parsed each time. Below the slack behind a window. */
export const LONGEST = 192;
/** Texts in all: what hostile input can make us remember. */
const TEXTS = 16_384;

/** The glue leads to the end of the event. */
export const END = -1;

export class Glue {
  /** Candidates of field `f`: `ways[f * WAYS ...]`, the last one matched first; -1 where there is none. */
  private ways = new Int32Array(64 * WAYS).fill(-1);
  private words = new Int32Array(4096);
  private used = 0;
  private count = 0;
  private wordStart = new Int32Array(256);
  private tail = new Int32Array(256);
  readonly length = new Int32Array(TEXTS);
  readonly field = new Int32Array(TEXTS);
  /** Where the key stands in the text. */
  readonly keyAt = new Int32Array(TEXTS);
  readonly keyLength = new Int32Array(TEXTS);

  /** The text remembered after `before` that stands at `at`, or -1. */
  match(before: number, view: DataView, at: number): number {
    const { ways } = this;
    const base = before * WAYS;
    if (base >= ways.length) return -1;
    for (let way = base; way < base + WAYS; way++) {
      const text = ways[way] as number;
      if (text < 0) return -1;
      if (this.same(text, view, at)) {
        if (way > base) {
          ways[way] = ways[base] as number;
          ways[base] = text;
        }
        return text;
      }
    }
    return -1;
  }

  private same(text: number, view: DataView, at: number): boolean {
    const { words } = this;
    const length = this.length[text] as number;
    let word = this.wordStart[text] as number;
    const whole = at + (length & ~3);
    let p = at;
    for (; p < whole; p += 4) if (view.getInt32(p, true) !== words[word++]) return false;
    const rest = length & 3;
    return rest === 0 || (view.getInt32(p, true) & ((1 << (rest * 8)) - 1)) === this.tail[text];
  }

  /** Remembers `[from, to)` as what leads from field `before` to field `field`, whose key is at `[keyFrom, keyTo)`. */
  learn(before: number, source: Source, from: number, to: number, field: number, keyFrom: number, keyTo: number): void {
    const length = to - from;
    if (length > LONGEST || this.count === TEXTS) return;
    const text = this.count++;
    if (text === this.wordStart.length) {
      this.wordStart = doubled(this.wordStart, 0);
      this.tail = doubled(this.tail, 0);
    }
    if (this.used + (length >> 2) > this.words.length) this.words = doubled(this.words, 0);
    this.wordStart[text] = this.used;
    for (let at = 0; at < length >> 2; at++) this.words[this.used++] = source.view.getInt32(from + at * 4, true);
    const rest = length & 3;
    this.tail[text] = rest === 0 ? 0 : source.view.getInt32(from + (length & ~3), true) & ((1 << (rest * 8)) - 1);
    this.length[text] = length;
    this.field[text] = field;
    this.keyAt[text] = keyFrom - from;
    this.keyLength[text] = keyTo - keyFrom;
    while ((before + 1) * WAYS > this.ways.length) this.ways = doubled(this.ways, -1);
    const base = before * WAYS;
    this.ways.copyWithin(base + 1, base, base + WAYS - 1);
    this.ways[base] = text;
  }
}

const doubled = (array: Int32Array, filler: number): Int32Array<ArrayBuffer> => {
  const larger = new Int32Array(array.length * 2).fill(filler);
  larger.set(array);
  return larger;
};
