/** Turns parsed events into rows of the model. */

import type { TableName } from '../../model/tables.ts';
import { type NumberColumn, QUOTED, type TextColumn } from '../../parquet/columns.ts';
import type { Source } from '../../parquet/dictionary.ts';
import type { ParquetFile } from '../../parquet/file.ts';
import type { Diags } from '../../run/diags.ts';
import type { PartWriter } from '../../run/part-writer.ts';
import { Binding } from './binding.ts';
import { DECIMAL, type EventParser, INTEGER, TEXT } from './event-parser.ts';
import { ARGS_LEVEL, type Fields } from './fields.ts';
import { CAT, DUR, ID, MEMORY_ARGS, NAME, PH, PID, SCOPE, SLICE_ARGS, TID, TS } from './known.ts';
import { Names } from './names.ts';
import { integerOf, nanosecondsOf } from './numbers.ts';
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

/** One table with the columns that every event has. */
class Target {
  readonly rank: NumberColumn | null;
  readonly id: NumberColumn;
  readonly track: NumberColumn;
  readonly ts: NumberColumn;
  readonly name: NumberColumn | null;
  readonly cat: TextColumn | null;
  readonly binding: Binding;

  constructor(
    readonly file: ParquetFile,
    oneRank: boolean,
    named: boolean,
    fields: Fields,
    keys: typeof SLICE_ARGS,
  ) {
    this.rank = oneRank ? null : file.numbers('rank');
    this.id = file.numbers('id');
    this.track = file.numbers('track');
    this.ts = file.numbers('ts');
    this.name = named ? file.numbers('name') : null;
    this.cat = named ? file.text('cat') : null;
    this.binding = new Binding(file, fields, keys);
  }
}

export class EventSink {
  readonly tracks: Tracks;
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
  private sliceDur: NumberColumn | null = null;
  private readonly argName: number;
  private readonly argLabels: number;
  private readonly argSort: number;
  private readonly argBytes: number;

  constructor(
    private readonly part: PartWriter,
    private readonly fields: Fields,
    private readonly diags: Diags,
  ) {
    this.tracks = new Tracks(!part.oneRank);
    this.names = new Names(part, diags);
    const arg = (key: string): number => fields.of(ARGS_LEVEL, key) ?? -1;
    this.argName = arg('name');
    this.argLabels = arg('labels');
    this.argSort = arg('sort_index');
    this.argBytes = arg('Bytes');
  }

  /** @param at Start of the event in `source`. @param offset The same in the stream. */
  event(source: Source, parser: EventParser, at: number, to: number, offset: number): void {
    let ph = -1;
    let cat = -1;
    let name = -1;
    let pid = -1;
    let tid = -1;
    let ts = -1;
    let dur = -1;
    const { count, field } = parser;
    for (let n = 0; n < count; n++) {
      switch (field[n]) {
        case PH:
          ph = n;
          break;
        case CAT:
          cat = n;
          break;
        case NAME:
          name = n;
          break;
        case PID:
          pid = n;
          break;
        case TID:
          tid = n;
          break;
        case TS:
          ts = n;
          break;
        case DUR:
          dur = n;
          break;
        default:
      }
    }
    const phase =
      ph >= 0 && (parser.to[ph] as number) - (parser.from[ph] as number) === 1
        ? (source.bytes[parser.from[ph] as number] as number)
        : 0;
    if (phase < 128) this.counts[phase] = (this.counts[phase] as number) + 1;
    const track = this.tracks.of(source, parser, pid, tid);
    this.number = track.state.events++;
    if (phase === META) {
      this.describe(source, parser, track, name, at, to);
      return;
    }
    const start = ts < 0 ? Number.NaN : this.time(source, parser, ts);
    if (Number.isNaN(start)) {
      this.diags.add('no-time', '', offset);
      this.keepWhole(source, track, phase, at, to);
      return;
    }
    if (Math.abs(start) > REACH_US * 1000) {
      this.diags.add('time-out-of-range', '', offset);
      this.keepWhole(source, track, phase, at, to);
      return;
    }
    if (phase === COMPLETE) this.complete(source, parser, track, start, cat, name, dur, at, to, offset);
    else if (phase === BEGIN) this.begin(source, parser, track, start, cat, name, at, to);
    else if (phase === FINISH) this.finish(source, parser, track, start, cat, name, at, to, offset);
    else this.point(source, parser, track, phase, start, cat, name, at, to);
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
    for (const [code, number] of this.counts.entries())
      if (number > 0) this.phases.set(code === 0 ? '' : String.fromCharCode(code), number);
  }

  private complete(
    source: Source,
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
    let length = dur < 0 ? Number.NaN : this.lengthOf(source, parser, dur);
    if (Number.isNaN(length)) {
      this.diags.add('no-duration', '', offset);
      this.keepWhole(source, track, COMPLETE, at, to);
      return;
    }
    let handled = DUR;
    if (length < 0) {
      this.diags.add('negative-duration', `${length} ns`, offset);
      length = 0;
      handled = TS;
    } else if (length > HUGE_NS) this.diags.add('huge-duration', `${length} ns`, offset);
    this.addSlice(source, parser, track, start, length, cat, this.nameOf(source, parser, name, track), handled, null);
  }

  private addSlice(
    source: Source,
    parser: EventParser,
    track: Track,
    start: number,
    length: number,
    cat: number,
    name: number,
    handled: number,
    earlier: Begun | null,
  ): void {
    const { state } = track;
    if (this.slice === null) {
      this.slice = this.target('slice', SLICE_ARGS, true);
      this.sliceDur = this.slice.file.numbers('dur');
    }
    const target = this.slice;
    const { row } = target.file;
    this.head(target, row, track, start, name);
    this.sliceDur?.push(row, length);
    if (cat >= 0) this.putText(target.cat, row, source, parser, cat);
    else if (earlier?.cat != null) target.cat?.pushText(row, earlier.cat);
    target.binding.put(source, parser, handled, earlier?.args ?? null);
    target.file.endRow();
    state.slices++;
    if (start < state.firstNs) state.firstNs = start;
    if (start + length > state.lastNs) state.lastNs = start + length;
  }

  private begin(
    source: Source,
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
      const key = spanText(source, parser.keyFrom[n] as number, parser.keyTo[n] as number);
      const value = spanText(source, (parser.from[n] as number) - quotes, (parser.to[n] as number) + quotes);
      args.set(parser.isOfEvent(n) ? `^${key}` : key, value);
    }
    track.begun.push({
      number: this.number,
      ts: start,
      name: this.nameOf(source, parser, name, track),
      cat: cat < 0 ? null : spanText(source, parser.from[cat] as number, parser.to[cat] as number),
      args,
      json: spanText(source, at, to),
    });
  }

  private finish(
    source: Source,
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
      this.keepWhole(source, track, FINISH, at, to);
      return;
    }
    const args = new Map(begun.args);
    for (let n = 0; n < parser.count; n++) {
      const key = spanText(source, parser.keyFrom[n] as number, parser.keyTo[n] as number);
      args.delete(parser.isOfEvent(n) ? `^${key}` : key);
    }
    let length = start - begun.ts;
    if (length < 0) {
      this.diags.add('negative-duration', `${length} ns`, offset);
      length = 0;
    }
    const label = name >= 0 ? this.nameOf(source, parser, name, track) : begun.name;
    this.addSlice(source, parser, track, begun.ts, length, cat, label, DUR, { ...begun, args });
  }

  /** Events without a length. */
  private point(
    source: Source,
    parser: EventParser,
    track: Track,
    phase: number,
    start: number,
    cat: number,
    name: number,
    at: number,
    to: number,
  ): void {
    switch (String.fromCharCode(phase)) {
      case 'i':
      case 'I':
        if (this.find(parser, this.argBytes, INTEGER) >= 0) this.memory(source, parser, track, start);
        else this.instant(source, parser, track, start, cat, name);
        return;
      case 's':
      case 't':
      case 'f':
        this.flow(source, parser, track, start, cat, name);
        return;
      case 'C':
        this.counter(source, parser, track, start, name, at, to);
        return;
      default:
        this.diags.add('unknown-phase', phase === 0 ? 'none' : String.fromCharCode(phase));
        this.keepWhole(source, track, phase, at, to);
    }
  }

  private memory(source: Source, parser: EventParser, track: Track, start: number): void {
    const target = this.target('memory', MEMORY_ARGS, false);
    this.head(target, target.file.row, track, start, -1);
    target.binding.put(source, parser, SCOPE, null);
    target.file.endRow();
  }

  private instant(source: Source, parser: EventParser, track: Track, start: number, cat: number, name: number): void {
    const target = this.target('instant', {}, true);
    const { row } = target.file;
    this.head(target, row, track, start, this.nameOf(source, parser, name, track));
    if (cat >= 0) this.putText(target.cat, row, source, parser, cat);
    const scope = this.find(parser, SCOPE, TEXT);
    if (scope >= 0) this.putText(target.file.text('scope'), row, source, parser, scope);
    target.binding.put(source, parser, SCOPE, null);
    target.file.endRow();
  }

  private flow(source: Source, parser: EventParser, track: Track, start: number, cat: number, name: number): void {
    const target = this.target('flow', {}, true);
    const { row } = target.file;
    this.head(target, row, track, start, this.nameOf(source, parser, name, track));
    if (cat >= 0) this.putText(target.cat, row, source, parser, cat);
    const ph = this.find(parser, PH, TEXT);
    if (ph >= 0) this.putText(target.file.text('ph'), row, source, parser, ph);
    let handled = DUR;
    for (let n = 0; n < parser.count; n++) {
      if (parser.field[n] !== ID) continue;
      const value =
        parser.kind[n] === INTEGER
          ? (parser.whole[n] as number)
          : integerOf(spanText(source, parser.from[n] as number, parser.to[n] as number));
      if (value === null) continue;
      target.file.numbers('flow').push(row, value);
      handled = SCOPE;
    }
    target.binding.put(source, parser, handled, null);
    target.file.endRow();
  }

  private counter(
    source: Source,
    parser: EventParser,
    track: Track,
    start: number,
    name: number,
    at: number,
    to: number,
  ): void {
    const file = this.part.table('counter');
    const label = this.nameOf(source, parser, name, track);
    const id = this.number;
    for (let n = 0; n < parser.count; n++) {
      if (parser.isOfEvent(n)) continue;
      const value = Number(spanText(source, parser.from[n] as number, parser.to[n] as number));
      if (Number.isNaN(value)) {
        this.keepText(track, String.fromCharCode(COUNT), spanText(source, at, to));
        continue;
      }
      file.add({
        rank: track.state.rank,
        id,
        track: track.id,
        ts: start,
        name: label,
        series: spanText(source, parser.keyFrom[n] as number, parser.keyTo[n] as number),
        value,
      });
    }
  }

  private describe(source: Source, parser: EventParser, track: Track, name: number, at: number, to: number): void {
    const what = name < 0 ? '' : spanText(source, parser.from[name] as number, parser.to[name] as number);
    const text = (field: number): string | null => {
      const n = this.find(parser, field, TEXT);
      return n < 0 ? null : spanText(source, parser.from[n] as number, parser.to[n] as number);
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
    else this.keepText(track, 'M', spanText(source, at, to));
  }

  private head(target: Target, row: number, track: Track, start: number, name: number): void {
    target.rank?.push(row, track.state.rank);
    target.id.push(row, this.number);
    target.track.push(row, track.id);
    target.ts.push(row, start);
    target.name?.push(row, name);
  }

  private putText(column: TextColumn | null, row: number, source: Source, parser: EventParser, n: number): void {
    column?.push(row, source, parser.from[n] as number, parser.to[n] as number, QUOTED);
  }

  private nameOf(source: Source, parser: EventParser, name: number, track: Track): number {
    if (name < 0) return this.names.of(source, 0, 0, track.state.rank);
    return this.names.of(source, parser.from[name] as number, parser.to[name] as number, track.state.rank);
  }

  private find(parser: EventParser, field: number, kind: number): number {
    for (let n = 0; n < parser.count; n++) if (parser.field[n] === field && parser.kind[n] === kind) return n;
    return -1;
  }

  private keepWhole(source: Source, track: Track, phase: number, at: number, to: number): void {
    this.keepText(track, phase === 0 ? null : String.fromCharCode(phase), spanText(source, at, to));
  }

  private keepText(track: Track, ph: string | null, json: string): void {
    this.part.table('other').add({ rank: track.state.rank, id: this.number, ph, json });
  }

  private target(name: TableName, keys: typeof SLICE_ARGS, named: boolean): Target {
    const known = this.targets.get(name);
    if (known !== undefined) return known;
    const target = new Target(this.part.table(name), this.part.oneRank, named, this.fields, keys);
    this.targets.set(name, target);
    return target;
  }

  /** Nanoseconds since the origin; NaN where field `n` is no time. */
  private time(source: Source, parser: EventParser, n: number): number {
    const kind = parser.kind[n];
    const whole = parser.whole[n] as number;
    if (kind !== INTEGER && kind !== DECIMAL) {
      const exact = nanosecondsOf(spanText(source, parser.from[n] as number, parser.to[n] as number));
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

  private lengthOf(source: Source, parser: EventParser, n: number): number {
    const kind = parser.kind[n];
    if (kind === INTEGER) return (parser.whole[n] as number) * 1000;
    if (kind === DECIMAL) return (parser.whole[n] as number) * 1000 + this.fractionNs(parser, n);
    const exact = nanosecondsOf(spanText(source, parser.from[n] as number, parser.to[n] as number));
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

const spanText = (source: Source, from: number, to: number): string => decoder.decode(source.bytes.subarray(from, to));
