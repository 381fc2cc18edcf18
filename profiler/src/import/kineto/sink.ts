/** Turns parsed events into rows of the model. */

import type { TableName } from '../../model/tables.ts';
import type { Diags } from '../../run/diags.ts';
import type { PartWriter } from '../../run/part-writer.ts';
import { Batch, type Target } from './batch.ts';
import { Binding, type Common } from './binding.ts';
import { DECIMAL, type EventParser, INTEGER, TEXT } from './event-parser.ts';
import { ARGS_LEVEL, type Fields } from './fields.ts';
import { CAT, DUR, ID, MEMORY_ARGS, NAME, PH, PID, SCOPE, SLICE_ARGS, TID, TS } from './known.ts';
import { Names } from './names.ts';
import { integerOf, nanosecondsOf } from './numbers.ts';
import { scannedColumn } from './scanned-columns.ts';
import { type Begun, type Track, Tracks } from './tracks.ts';

/** Times within this many microseconds of the first are exact. */
const REACH_US = 9e12;
/** What a counter that overflowed shows: HTA's limit of seven days. */
const HUGE_NS = 604_800_000_000_000;

const decoder = new TextDecoder();
const charOf = (letter: string): number => letter.charCodeAt(0);
const COMPLETE = charOf('X');
const BEGIN = charOf('B');
const FINISH = charOf('E');
const COUNT = charOf('C');
const META = charOf('M');

export class EventSink {
  readonly tracks: Tracks;
  readonly batch: Batch;
  /** All events, by phase. */
  readonly phases = new Map<string, number>();
  /** Microseconds from which `ts` counts. */
  originUs: number | null = null;
  /** Whether a time has a fraction of a microsecond. */
  fine = false;
  /** Number of the event at hand in its rank. */
  private number = 0;
  private readonly names: Names;
  private readonly targets = new Map<TableName, Target>();
  private readonly counts = new Int32Array(128);
  private slice: Target | null = null;
  private readonly common: Common = { rank: 0, id: 0, track: 0, start: 0, length: 0, salt: 0, name: 0 };
  private readonly argName: number;
  private readonly argLabels: number;
  private readonly argSort: number;
  private readonly argBytes: number;

  constructor(
    private readonly part: PartWriter,
    private readonly fields: Fields,
    private readonly diags: Diags,
    private readonly parser: EventParser,
  ) {
    this.tracks = new Tracks(!part.oneRank, () => parser.newSalt());
    this.names = new Names(part, diags);
    const arg = (key: string): number => fields.of(ARGS_LEVEL, key) ?? -1;
    this.argName = arg('name');
    this.argLabels = arg('labels');
    this.argSort = arg('sort_index');
    this.argBytes = arg('Bytes');
    this.batch = new Batch(parser, this.argBytes);
  }

  /**
   * Parses and puts events as long as nothing about them is new.
   *
   * @param at Where the event before ends.
   * @returns As `Batch.run`; null where it is not known yet what every event needs, or the events are of several ranks.
   */
  take(at: number, end: number): number | null {
    const { originUs } = this;
    const state = this.part.oneRank ? this.tracks.ranks.get(0) : undefined;
    return state === undefined || originUs === null ? null : this.batch.run(at, end, state, originUs);
  }

  /** @param at Start of the event in the memory of `parser`. @param offset The same in the stream. */
  event(parser: EventParser, at: number, to: number, offset: number): void {
    const { heads } = parser;
    const ph = heads[PH] as number;
    const cat = heads[CAT] as number;
    const name = heads[NAME] as number;
    const pid = heads[PID] as number;
    const tid = heads[TID] as number;
    const ts = heads[TS] as number;
    const dur = heads[DUR] as number;
    const phase =
      ph >= 0 && (parser.to[ph] as number) - (parser.from[ph] as number) === 1
        ? (parser.bytes[parser.from[ph] as number] as number)
        : 0;
    if (phase < 128) this.counts[phase] = (this.counts[phase] as number) + 1;
    const track = this.tracks.of(parser, pid, tid);
    this.batch.remember(track, pid, tid);
    this.number = track.state.events++;
    if (phase === META) {
      this.describe(parser, track, name, at, to);
      return;
    }
    const start = ts < 0 ? Number.NaN : this.time(parser, ts);
    if (Number.isNaN(start)) {
      this.diags.add('no-time', '', offset);
      this.keepWhole(parser, track, phase, at, to);
      return;
    }
    if (Math.abs(start) > REACH_US * 1000) {
      this.diags.add('time-out-of-range', '', offset);
      this.keepWhole(parser, track, phase, at, to);
      return;
    }
    if (phase === COMPLETE) this.complete(parser, track, start, cat, name, dur, at, to, offset);
    else if (phase === BEGIN) this.begin(parser, track, start, cat, name, at, to);
    else if (phase === FINISH) this.finish(parser, track, start, cat, name, at, to, offset);
    else this.point(parser, track, phase, start, name, at, to);
  }

  /** Ends what is open; call once, before the tables are closed. */
  end(): void {
    for (const track of this.tracks) {
      for (const begun of track.begun) {
        this.number = begun.number;
        this.diags.add('unmatched-begin');
        this.keepText(track, 'B', begun.json);
      }
    }
    this.tracks.write(this.part);
    if (this.tracks.refused > 0) this.diags.add('too-many-ranks', `${this.tracks.refused} tracks`);
    this.fine ||= this.batch.fine;
    for (const [code, slow] of this.counts.entries()) {
      const number = slow + this.batch.phase(code);
      if (number > 0) this.phases.set(code === 0 ? '' : String.fromCharCode(code), number);
    }
  }

  private complete(
    parser: EventParser,
    track: Track,
    start: number,
    cat: number,
    name: number,
    dur: number,
    at: number,
    to: number,
    offset: number,
  ): void {
    let length = dur < 0 ? Number.NaN : this.lengthOf(parser, dur);
    if (Number.isNaN(length)) {
      this.diags.add('no-duration', '', offset);
      this.keepWhole(parser, track, COMPLETE, at, to);
      return;
    }
    let handled = DUR;
    if (length < 0) {
      this.diags.add('negative-duration', `${length} ns`, offset);
      length = 0;
      handled = TS;
    } else if (length > HUGE_NS) this.diags.add('huge-duration', `${length} ns`, offset);
    this.addSlice(parser, track, start, length, cat, name, null, handled, null);
  }

  /** @param label Number of the name where that is known; else `name` is its field. */
  private addSlice(
    parser: EventParser,
    track: Track,
    start: number,
    length: number,
    cat: number,
    name: number,
    label: number | null,
    handled: number,
    earlier: Begun | null,
  ): void {
    const { state } = track;
    this.slice ??= this.target('slice', SLICE_ARGS);
    const { file } = this.slice;
    if (cat < 0 && earlier?.cat != null) file.text('cat').pushText(file.row, earlier.cat);
    this.addRow(this.slice, parser, track, start, length, name, label, handled, earlier?.args ?? null);
    state.slices++;
    if (start < state.firstNs) state.firstNs = start;
    if (start + length > state.lastNs) state.lastNs = start + length;
  }

  private addRow(
    { binding }: Target,
    parser: EventParser,
    track: Track,
    start: number,
    length: number,
    name: number,
    label: number | null,
    handled: number,
    earlier: ReadonlyMap<string, string> | null,
  ): void {
    const { common } = this;
    const { state } = track;
    common.rank = state.rank;
    common.id = this.number;
    common.track = track.id;
    common.start = start;
    common.length = length;
    if (label === null && name >= 0) {
      common.salt = state.salt;
      if (binding.put(parser, handled, common, earlier)) return;
    }
    common.salt = 0;
    common.name = label ?? this.nameOf(parser, name, track);
    binding.put(parser, handled, common, earlier);
  }

  private begin(
    parser: EventParser,
    track: Track,
    start: number,
    cat: number,
    name: number,
    at: number,
    to: number,
  ): void {
    const args = new Map<string, string>();
    for (let n = 0; n < parser.count; n++) {
      if ((parser.field[n] as number) <= DUR) continue;
      const quotes = parser.kind[n] === TEXT ? 1 : 0;
      const key = spanText(parser, parser.keyFrom[n] as number, parser.keyTo[n] as number);
      const value = spanText(parser, (parser.from[n] as number) - quotes, (parser.to[n] as number) + quotes);
      args.set(parser.isOfEvent(n) ? `^${key}` : key, value);
    }
    track.begun.push({
      number: this.number,
      ts: start,
      name: this.nameOf(parser, name, track),
      cat: cat < 0 ? null : spanText(parser, parser.from[cat] as number, parser.to[cat] as number),
      args,
      json: spanText(parser, at, to),
    });
  }

  private finish(
    parser: EventParser,
    track: Track,
    start: number,
    cat: number,
    name: number,
    at: number,
    to: number,
    offset: number,
  ): void {
    const begun = track.begun.pop();
    if (begun === undefined) {
      this.diags.add('unmatched-end', '', offset);
      this.keepWhole(parser, track, FINISH, at, to);
      return;
    }
    const args = new Map(begun.args);
    for (let n = 0; n < parser.count; n++) {
      const key = spanText(parser, parser.keyFrom[n] as number, parser.keyTo[n] as number);
      args.delete(parser.isOfEvent(n) ? `^${key}` : key);
    }
    let length = start - begun.ts;
    if (length < 0) {
      this.diags.add('negative-duration', `${length} ns`, offset);
      length = 0;
    }
    const label = name >= 0 ? this.nameOf(parser, name, track) : begun.name;
    this.addSlice(parser, track, begun.ts, length, cat, name, label, DUR, { ...begun, args });
  }

  /** Events without a length. */
  private point(
    parser: EventParser,
    track: Track,
    phase: number,
    start: number,
    name: number,
    at: number,
    to: number,
  ): void {
    switch (String.fromCharCode(phase)) {
      case 'i':
      case 'I':
        if (this.find(parser, this.argBytes, INTEGER) >= 0) this.memory(parser, track, start);
        else this.instant(parser, track, start, name);
        return;
      case 's':
      case 't':
      case 'f':
        this.flow(parser, track, start, name);
        return;
      case 'C':
        this.counter(parser, track, start, name, at, to);
        return;
      default:
        this.diags.add('unknown-phase', phase === 0 ? 'none' : String.fromCharCode(phase));
        this.keepWhole(parser, track, phase, at, to);
    }
  }

  private memory(parser: EventParser, track: Track, start: number): void {
    this.addRow(this.target('memory', MEMORY_ARGS), parser, track, start, 0, -1, 0, SCOPE, null);
  }

  private instant(parser: EventParser, track: Track, start: number, name: number): void {
    this.addRow(this.target('instant', {}), parser, track, start, 0, name, null, SCOPE, null);
  }

  private flow(parser: EventParser, track: Track, start: number, name: number): void {
    const target = this.target('flow', {});
    const id = parser.heads[ID] as number;
    let handled = id < 0 ? DUR : SCOPE;
    if (id >= 0 && parser.kind[id] !== INTEGER) {
      const flow = integerOf(spanText(parser, parser.from[id] as number, parser.to[id] as number));
      if (flow !== null) target.file.numbers('flow').push(target.file.row, flow);
      // It stays in `args`.
      else handled = DUR;
    }
    this.addRow(target, parser, track, start, 0, name, null, handled, null);
  }

  private counter(parser: EventParser, track: Track, start: number, name: number, at: number, to: number): void {
    const file = this.part.table('counter');
    const label = this.nameOf(parser, name, track);
    const id = this.number;
    for (let n = 0; n < parser.count; n++) {
      if (parser.isOfEvent(n)) continue;
      const value = Number(spanText(parser, parser.from[n] as number, parser.to[n] as number));
      if (Number.isNaN(value)) {
        this.keepText(track, String.fromCharCode(COUNT), spanText(parser, at, to));
        continue;
      }
      file.add({
        rank: track.state.rank,
        id,
        track: track.id,
        ts: start,
        name: label,
        series: spanText(parser, parser.keyFrom[n] as number, parser.keyTo[n] as number),
        value,
      });
    }
  }

  private describe(parser: EventParser, track: Track, name: number, at: number, to: number): void {
    const what = name < 0 ? '' : spanText(parser, parser.from[name] as number, parser.to[name] as number);
    const text = (field: number): string | null => {
      const n = this.find(parser, field, TEXT);
      return n < 0 ? null : spanText(parser, parser.from[n] as number, parser.to[n] as number);
    };
    const sort = (): number | null => {
      const n = this.find(parser, this.argSort, INTEGER);
      return n < 0 ? null : (parser.whole[n] as number);
    };
    if (what === 'process_name') track.process.name = text(this.argName) ?? track.process.name;
    else if (what === 'thread_name') track.thread = text(this.argName) ?? track.thread;
    else if (what === 'process_labels') track.process.labels = text(this.argLabels) ?? track.process.labels;
    else if (what === 'process_sort_index') track.process.sort = sort() ?? track.process.sort;
    else if (what === 'thread_sort_index') track.threadSort = sort() ?? track.threadSort;
    else this.keepText(track, 'M', spanText(parser, at, to));
  }

  /** The number of a name. @param name Its field; -1 for none. */
  private nameOf(parser: EventParser, name: number, track: Track): number {
    const { rank, salt } = track.state;
    if (name < 0) return this.names.of(parser, 0, 0, rank);
    const from = parser.from[name] as number;
    const to = parser.to[name] as number;
    const id = this.names.of(parser, from, to, rank);
    parser.exports.remember(from, to, salt, id);
    return id;
  }

  private find(parser: EventParser, field: number, kind: number): number {
    for (let n = 0; n < parser.count; n++) if (parser.field[n] === field && parser.kind[n] === kind) return n;
    return -1;
  }

  private keepWhole(parser: EventParser, track: Track, phase: number, at: number, to: number): void {
    this.keepText(track, phase === 0 ? null : String.fromCharCode(phase), spanText(parser, at, to));
  }

  private keepText(track: Track, ph: string | null, json: string): void {
    this.part.table('other').add({ rank: track.state.rank, id: this.number, ph, json });
  }

  private target(name: TableName, keys: typeof SLICE_ARGS): Target {
    const known = this.targets.get(name);
    if (known !== undefined) return known;
    const file = this.part.table(name, (column) => scannedColumn(this.parser, column));
    const target = { file, binding: new Binding(file, this.fields, keys, this.parser) };
    this.targets.set(name, target);
    this.batch.join(name, target);
    return target;
  }

  /** Nanoseconds since the origin; NaN where field `n` is no time. */
  private time(parser: EventParser, n: number): number {
    const kind = parser.kind[n];
    const whole = parser.whole[n] as number;
    if (kind !== INTEGER && kind !== DECIMAL) {
      const exact = nanosecondsOf(spanText(parser, parser.from[n] as number, parser.to[n] as number));
      if (exact === null) return Number.NaN;
      if (this.originUs === null && exact !== 0n) this.setOrigin(Number(exact / 1000n));
      return Number(exact - BigInt(this.originUs ?? 0) * 1000n);
    }
    if (this.originUs === null && whole !== 0) this.setOrigin(whole);
    const micros = (whole - (this.originUs ?? 0)) * 1000;
    return kind === INTEGER ? micros : micros + this.fractionNs(parser, n);
  }

  /** A file that starts near zero counts from zero. */
  private setOrigin(micros: number): void {
    this.originUs = Math.abs(micros) < REACH_US ? 0 : micros;
  }

  private lengthOf(parser: EventParser, n: number): number {
    const kind = parser.kind[n];
    if (kind === INTEGER) return (parser.whole[n] as number) * 1000;
    if (kind === DECIMAL) return (parser.whole[n] as number) * 1000 + this.fractionNs(parser, n);
    const exact = nanosecondsOf(spanText(parser, parser.from[n] as number, parser.to[n] as number));
    if (exact === null) return Number.NaN;
    const length = Number(exact);
    return Math.abs(length) > Number.MAX_SAFE_INTEGER ? Math.sign(length) * Number.MAX_SAFE_INTEGER : length;
  }

  private fractionNs(parser: EventParser, n: number): number {
    const fraction = parser.fraction[n] as number;
    const digits = parser.digits[n] as number;
    if (fraction !== 0) this.fine = true;
    if (digits === 3) return fraction;
    if (digits < 3) return fraction * (digits === 2 ? 10 : 100);
    const scale = 10 ** (digits - 3);
    const rounded = Math.sign(fraction) * Math.round(Math.abs(fraction) / scale);
    if (rounded * scale !== fraction) this.diags.add('sub-nanosecond');
    return rounded;
  }
}

const spanText = (parser: EventParser, from: number, to: number): string =>
  decoder.decode(parser.bytes.subarray(from, to));
