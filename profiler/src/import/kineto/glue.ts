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

/** What is kept of a text, in one array: `facts[text * FACTS + ...]`. */
export const FACTS = 8;
export const LENGTH = 0;
export const FIELD = 1;
/** Where the key stands in the text. */
export const KEY_AT = 2;
export const KEY_LENGTH = 3;
const WORD = 4;
/** The last one to three bytes, and which bits of a word they are. */
const TAIL = 5;
const TAIL_MASK = 6;

export class Glue {
  /** Candidates of field `f`: `ways[f * WAYS ...]`, the last one matched first; -1 where there is none. */
  private ways = new Int32Array(64 * WAYS).fill(-1);
  private words = new Int32Array(4096);
  private used = 0;
  private count = 0;
  facts = new Int32Array(256 * FACTS);

  /** Where in `facts` the text is that is remembered after `before` and stands at `at`, or -1. */
  match(before: number, view: DataView, at: number): number {
    const { ways, facts, words } = this;
    const base = before * WAYS;
    if (base >= ways.length) return -1;
    for (let way = base; way < base + WAYS; way++) {
      const text = ways[way] as number;
      if (text < 0) return -1;
      let word = facts[text + WORD] as number;
      const whole = at + ((facts[text + LENGTH] as number) & ~3);
      let p = at;
      while (p < whole && view.getInt32(p, true) === words[word]) {
        p += 4;
        word++;
      }
      if (p < whole || (view.getInt32(p, true) & (facts[text + TAIL_MASK] as number)) !== facts[text + TAIL]) continue;
      if (way > base) {
        ways[way] = ways[base] as number;
        ways[base] = text;
      }
      return text;
    }
    return -1;
  }

  /** Remembers `[from, to)` as what leads from field `before` to field `field`, whose key is at `[keyFrom, keyTo)`. */
  learn(before: number, source: Source, from: number, to: number, field: number, keyFrom: number, keyTo: number): void {
    const length = to - from;
    if (length > LONGEST || this.count === TEXTS) return;
    const text = this.count++ * FACTS;
    if (text === this.facts.length) this.facts = doubled(this.facts, 0);
    if (this.used + (length >> 2) > this.words.length) this.words = doubled(this.words, 0);
    const { facts } = this;
    facts[text + LENGTH] = length;
    facts[text + FIELD] = field;
    facts[text + KEY_AT] = keyFrom - from;
    facts[text + KEY_LENGTH] = keyTo - keyFrom;
    facts[text + WORD] = this.used;
    for (let at = 0; at < length >> 2; at++) this.words[this.used++] = source.view.getInt32(from + at * 4, true);
    const mask = (1 << ((length & 3) * 8)) - 1;
    facts[text + TAIL_MASK] = mask;
    facts[text + TAIL] = source.view.getInt32(from + (length & ~3), true) & mask;
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
