/** The compiled inner loop of reading events, and its memory: the source text, what is found in it, and what is remembered. */

import type { Source } from '../../parquet/dictionary.ts';
import { SCANNER } from './scan-wasm.ts';

/** Zero bytes behind the source: readers of words and of expected text look past it. */
const SLACK = 256;
/** The scanner met text that is not remembered. */
export const HELP = -3;

/** Fields of one event beyond which it is taken for broken, as the scanner has it. */
const MOST_FIELDS = 65_536;
/** Fields whose position in the event is noted. */
const HEADS = 16;

/** Texts remembered after one field. */
export const WAYS = 4;
/** Fields that have such texts. */
export const FIELDS_WITH_WAYS = 8192;
/** A longer text is parsed each time. */
export const LONGEST_TEXT = 192;
/** Texts in all: what hostile input can make us remember. */
export const MOST_TEXTS = 16_384;
/** Bytes of the facts of a text: five words. */
export const FACTS = 20;

let used = 4096;
/** @returns Where `bytes` bytes lie. Arrays start at different places of a page, so that they do not push each other out of the cache. */
const place = (bytes: number): number => {
  const at = used;
  used = (at + bytes + 447) & ~63;
  return at;
};
const AT = {
  heads: place(HEADS * 4),
  field: place(MOST_FIELDS * 4),
  kind: place(MOST_FIELDS),
  from: place(MOST_FIELDS * 4),
  to: place(MOST_FIELDS * 4),
  keyFrom: place(MOST_FIELDS * 4),
  keyTo: place(MOST_FIELDS * 4),
  whole: place(MOST_FIELDS * 8),
  fraction: place(MOST_FIELDS * 4),
  digits: place(MOST_FIELDS),
  ways: place(FIELDS_WITH_WAYS * WAYS * 4),
  facts: place(MOST_TEXTS * FACTS),
  texts: place(MOST_TEXTS * LONGEST_TEXT),
};
export const WAYS_AT = AT.ways;
export const FACTS_AT = AT.facts;
export const TEXTS_AT = AT.texts;
const SOURCE_AT = used;

const PAGE = 65_536;

interface Exports {
  init(...addresses: readonly number[]): void;
  scan(at: number, end: number, before: number, atValue: number): number;
  readonly stoppedAt: WebAssembly.Global;
  readonly stoppedBefore: WebAssembly.Global;
  readonly count: WebAssembly.Global;
}

let compiled: WebAssembly.Module | null = null;

export class Scanner implements Source {
  bytes = new Uint8Array();
  view = new DataView(this.bytes.buffer);
  /** Position of fields 0 to 15 in the event that was parsed last; -1 where it has none. Of a repeated one the last. */
  heads = new Int32Array();
  /** Which fields it has. */
  field = new Int32Array();
  /** What each value is. */
  kind = new Uint8Array();
  /** Span of the value. */
  from = new Int32Array();
  to = new Int32Array();
  /** Span of the key, without quotes. */
  keyFrom = new Int32Array();
  keyTo = new Int32Array();
  /** Integer part of a number, with its sign. */
  whole = new Float64Array();
  /** Digits of the fraction as an integer, at most nine of them, with the sign; how many they are. */
  fraction = new Int32Array();
  digits = new Uint8Array();
  protected readonly exports: Exports;
  private readonly memory = new WebAssembly.Memory({ initial: Math.ceil((SOURCE_AT + (2 << 20)) / PAGE) });

  constructor() {
    compiled ??= new WebAssembly.Module(Buffer.from(SCANNER, 'base64'));
    const instance = new WebAssembly.Instance(compiled, { env: { memory: this.memory } });
    // What the module exports is what `wasm/scan.ts` says.
    this.exports = instance.exports as unknown as Exports;
    const { heads, field, kind, from, to, keyFrom, keyTo, whole, fraction, digits, ways, facts } = AT;
    this.exports.init(
      ...[heads, field, kind, from, to, keyFrom, keyTo, whole, fraction, digits, ways, FIELDS_WITH_WAYS, facts],
    );
    this.look();
  }

  /**
   * Copies bytes to where they can be scanned. The arrays of this object are others afterwards.
   *
   * @param behind Where something lies that is still wanted: they come after it.
   * @returns The address of the first.
   */
  load(bytes: Uint8Array, behind = SOURCE_AT - SLACK): number {
    const at = behind + SLACK;
    const end = at + bytes.length;
    const missing = end + SLACK - this.bytes.length;
    if (missing > 0) {
      this.memory.grow(Math.ceil(missing / PAGE));
      this.look();
    }
    this.bytes.set(bytes, at);
    this.bytes.fill(0, end, end + SLACK);
    return at;
  }

  /** Growing the memory takes the arrays away. */
  private look(): void {
    const { buffer } = this.memory;
    this.bytes = new Uint8Array(buffer);
    this.view = new DataView(buffer);
    this.heads = new Int32Array(buffer, AT.heads, HEADS);
    this.field = new Int32Array(buffer, AT.field, MOST_FIELDS);
    this.kind = new Uint8Array(buffer, AT.kind, MOST_FIELDS);
    this.from = new Int32Array(buffer, AT.from, MOST_FIELDS);
    this.to = new Int32Array(buffer, AT.to, MOST_FIELDS);
    this.keyFrom = new Int32Array(buffer, AT.keyFrom, MOST_FIELDS);
    this.keyTo = new Int32Array(buffer, AT.keyTo, MOST_FIELDS);
    this.whole = new Float64Array(buffer, AT.whole, MOST_FIELDS);
    this.fraction = new Int32Array(buffer, AT.fraction, MOST_FIELDS);
    this.digits = new Uint8Array(buffer, AT.digits, MOST_FIELDS);
  }
}
