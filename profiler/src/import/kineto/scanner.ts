/** The compiled inner loop of reading events, and its memory: the source text, what is found in it, and what is remembered. */

import type { Source } from '../../parquet/dictionary.ts';
import { GROUP_ROWS } from '../../parquet/file.ts';
import {
  BRACE_AT,
  COUNT_AT,
  DIGITS_AT,
  FIELD_AT,
  FIELDS_WITH_WAYS,
  FLOOR,
  FRACTION_AT,
  FROM_AT,
  HEADS_AT,
  KEY_FROM_AT,
  KEY_TO_AT,
  KIND_AT,
  LEFT_AT,
  MOST_FIELDS,
  STOPPED_AFTER_AT,
  STOPPED_AT,
  TO_AT,
  WAYS,
  WAYS_AT,
  WHOLE_AT,
} from './layout.ts';
import { SCANNER } from './scan-wasm.ts';

/** Zero bytes behind the source: readers of words and of expected text look past it. */
const SLACK = 256;
/** The scanner met text that is not remembered. */
export const HELP = -3;

/** Words at `HEADS_AT`, those behind the positions of fields too. */
const WORDS = 20;
/** Where they are among them. */
export const COUNT = (COUNT_AT - HEADS_AT) / 4;
export const STOPPED = (STOPPED_AT - HEADS_AT) / 4;
export const STOPPED_AFTER = (STOPPED_AFTER_AT - HEADS_AT) / 4;
export const BRACE = (BRACE_AT - HEADS_AT) / 4;

const PAGE = 65_536;

/** A column in memory: how many values it has, the first row that has none yet, its salt; which rows have one; the values. */
export const COLUMN = { count: 0, open: 4, salt: 8, present: 64, values: 64 + GROUP_ROWS / 8 } as const;

const COMMON_AT = 256 + 3 * 256 * 4;
/** What becomes of the fields of one table: an action for each field, up to three columns for each, and those that every event has; its open row. */
export const BINDING = {
  fields: 256,
  columns: 256,
  common: COMMON_AT,
  row: COMMON_AT + 48,
  limit: COMMON_AT + 52,
  size: COMMON_AT + 64,
} as const;
/** The columns of what every event has, in the order in which `put` takes them; from `cat` on it finds the values itself. */
export const COMMON = ['rank', 'id', 'track', 'ts', 'dur', 'name', 'cat', 'ph', 'scope', 'flow'] as const;

/** Why `run` stops beside what `scan` says: an event is parsed only; it is put but for some fields; its row group is full. */
export const EVENT = 0;
export const REST = 1;
export const FULL = 2;
const TRACKS_AT = 128 + 128 * 4;
/** What `run` knows of a file, and where it stopped. */
export const STATE = {
  originUs: 0,
  rank: 8,
  firstNs: 16,
  lastNs: 24,
  events: 32,
  slices: 36,
  salt: 40,
  fine: 44,
  slice: 48,
  flow: 52,
  memory: 56,
  bytesField: 60,
  position: 64,
  binding: 68,
  left: 72,
  phases: 128,
  size: TRACKS_AT + 256 * 32,
} as const;

interface Exports {
  scan(at: number, end: number, before: number, atValue: number): number;
  put(
    binding: number,
    row: number,
    handled: number,
    rank: number,
    id: number,
    track: number,
    start: number,
    length: number,
    salt: number,
    name: number,
  ): number;
  remember(from: number, to: number, salt: number, id: number): void;
  rememberTrack(state: number, pid: number, tid: number, track: number): void;
  run(state: number, at: number, end: number): number;
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
  /** Fields that `put` has left to do. */
  left = new Int32Array();
  readonly exports: Exports;
  /** What lies below is kept. */
  private floor = FLOOR;
  /** What lies above is free. */
  private top = FLOOR;
  private salts = 0;
  private readonly memory = new WebAssembly.Memory({ initial: Math.ceil((FLOOR + (2 << 20)) / PAGE) });

  constructor() {
    compiled ??= new WebAssembly.Module(Buffer.from(SCANNER, 'base64'));
    const instance = new WebAssembly.Instance(compiled, { env: { memory: this.memory } });
    // What the module exports is what `wasm/events.ts` says.
    this.exports = instance.exports as unknown as Exports;
    this.look();
  }

  /**
   * Copies bytes to where they can be scanned. The arrays of this object may be others afterwards.
   *
   * @param keep Whether what was loaded before is still wanted.
   * @returns The address of the first.
   */
  load(bytes: Uint8Array, keep = false): number {
    if (!keep) this.top = this.floor;
    const at = this.reserve(bytes.length + SLACK);
    this.bytes.set(bytes, at);
    this.bytes.fill(0, at + bytes.length, at + bytes.length + SLACK);
    return at;
  }

  /** Makes a column for the values of one row group. @param width Bytes of a value. @returns Its address. */
  column(width: number): number {
    return this.keep(COLUMN.values + GROUP_ROWS * width + 320, COLUMN.values);
  }

  /** Room that stays. @param zeros How many of its bytes have to be zero. */
  keep(bytes: number, zeros = bytes): number {
    const at = this.reserve(bytes);
    this.bytes.fill(0, at, at + zeros);
    this.floor = this.top;
    return at;
  }

  private reserve(bytes: number): number {
    const at = this.top;
    this.top = (at + bytes + 63) & ~63;
    const missing = this.top - this.bytes.length;
    if (missing > 0) {
      this.memory.grow(Math.ceil(missing / PAGE));
      this.look();
    }
    return at;
  }

  /** Counts a value of `row` in. @returns Its position among the values; -1 where the row has one already. */
  begin(column: number, row: number): number {
    const { view, bytes } = this;
    if (row < view.getInt32(column + COLUMN.open, true)) return -1;
    const count = view.getInt32(column + COLUMN.count, true);
    view.setInt32(column + COLUMN.count, count + 1, true);
    view.setInt32(column + COLUMN.open, row + 1, true);
    const at = column + COLUMN.present + (row >> 3);
    bytes[at] = (bytes[at] as number) | (1 << (row & 7));
    return count;
  }

  /** Values of the open row group. */
  countOf(column: number): number {
    return this.view.getInt32(column + COLUMN.count, true);
  }

  /** The next row is the first again; the values lie there until it has one. */
  endGroup(column: number): void {
    this.view.setInt32(column + COLUMN.count, 0, true);
    this.view.setInt32(column + COLUMN.open, 0, true);
  }

  presence(column: number): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(column + COLUMN.present, column + COLUMN.values);
  }

  /** A new number under which spans are remembered, and the one after it. */
  newSalt(): number {
    this.salts += 2;
    return this.salts;
  }

  saltOf(column: number): number {
    return this.view.getInt32(column + COLUMN.salt, true);
  }

  /** Forgets everything but its numbers, for another file. */
  protected reset(): void {
    this.floor = FLOOR;
    this.top = FLOOR;
    this.bytes.fill(0, WAYS_AT, WAYS_AT + FIELDS_WITH_WAYS * WAYS * 4);
  }

  /** Growing the memory takes the arrays away. */
  private look(): void {
    const { buffer } = this.memory;
    this.bytes = new Uint8Array(buffer);
    this.view = new DataView(buffer);
    this.heads = new Int32Array(buffer, HEADS_AT, WORDS);
    this.field = new Int32Array(buffer, FIELD_AT, MOST_FIELDS);
    this.kind = new Uint8Array(buffer, KIND_AT, MOST_FIELDS);
    this.from = new Int32Array(buffer, FROM_AT, MOST_FIELDS);
    this.to = new Int32Array(buffer, TO_AT, MOST_FIELDS);
    this.keyFrom = new Int32Array(buffer, KEY_FROM_AT, MOST_FIELDS);
    this.keyTo = new Int32Array(buffer, KEY_TO_AT, MOST_FIELDS);
    this.whole = new Float64Array(buffer, WHOLE_AT, MOST_FIELDS);
    this.fraction = new Int32Array(buffer, FRACTION_AT, MOST_FIELDS);
    this.digits = new Uint8Array(buffer, DIGITS_AT, MOST_FIELDS);
    this.left = new Int32Array(buffer, LEFT_AT, MOST_FIELDS);
  }
}
