/** Events that the scanner puts into tables by itself, as many at a time as are of the usual kind. */

import type { ParquetFile } from '../../parquet/file.ts';
import type { Binding } from './binding.ts';
import { type EventParser, INTEGER } from './event-parser.ts';
import { BINDING, EVENT, FULL, REST, STATE } from './scanner.ts';
import type { RankState, Track } from './tracks.ts';

/** One table of events. */
export interface Target {
  readonly file: ParquetFile;
  readonly binding: Binding;
}

/** Tables that the scanner fills, and where it finds which. */
const TABLES = { slice: STATE.slice, flow: STATE.flow, memory: STATE.memory } as const;
/** More events than fit its counters. */
const MOST_EVENTS = 2 ** 30;

/** All of one rank: what is known of it lies in the scanner's memory while events are taken, and in `RankState` between. */
export class Batch {
  /** Events that were put. */
  taken = 0;
  /** Whether a time had a fraction of a microsecond. */
  fine = false;
  private readonly address: number;
  private readonly targets: Target[] = [];

  /** @param bytesField The argument by which an instant is one of memory. */
  constructor(
    private readonly parser: EventParser,
    bytesField: number,
  ) {
    this.address = parser.keep(STATE.size);
    parser.view.setInt32(this.address + STATE.bytesField, bytesField, true);
  }

  /** A table has begun. */
  join(name: string, target: Target): void {
    if (!(name in TABLES)) return;
    this.targets.push(target);
    this.parser.view.setInt32(this.address + TABLES[name as keyof typeof TABLES], target.binding.address, true);
  }

  /** @param pid Its field in the event that was parsed last; so with `tid`. */
  remember(track: Track, pid: number, tid: number): void {
    const { kind, whole, exports } = this.parser;
    if (kind[pid] !== INTEGER || kind[tid] !== INTEGER) return;
    exports.rememberTrack(this.address, whole[pid] as number, whole[tid] as number, track.id);
  }

  /**
   * Parses and puts events up to one that is not of the usual kind.
   *
   * @param at Where the event before ends.
   * @returns `EVENT` where that event is parsed, else as `scan`; `position` says where it ends, or where the one before does.
   */
  run(at: number, end: number, state: RankState, originUs: number): number {
    const { parser, address } = this;
    let p = at;
    if (state.events > MOST_EVENTS) {
      parser.view.setInt32(address + STATE.position, p, true);
      const next = parser.exports.scan(p, end, 0, 0);
      if (next >= 0) parser.view.setInt32(address + STATE.position, next, true);
      return next < 0 ? next : EVENT;
    }
    for (;;) {
      this.write(state, originUs);
      const why = parser.exports.run(address, p, end);
      this.read(state);
      p = this.position;
      if (why !== REST && why !== FULL) return why;
      const binding = parser.view.getInt32(address + STATE.binding, true);
      const target = this.targets.find((each) => each.binding.address === binding);
      if (why === REST) target?.binding.putLeft(parser, parser.view.getInt32(address + STATE.left, true));
      // The row is counted already.
      else if (target !== undefined) target.file.row--;
      target?.file.endRow();
    }
  }

  get position(): number {
    return this.parser.view.getInt32(this.address + STATE.position, true);
  }

  /** Events by phase. */
  phase(code: number): number {
    return this.parser.view.getInt32(this.address + STATE.phases + code * 4, true);
  }

  private write(state: RankState, originUs: number): void {
    const { address, targets } = this;
    const { view } = this.parser;
    view.setFloat64(address + STATE.originUs, originUs, true);
    view.setFloat64(address + STATE.rank, state.rank, true);
    view.setFloat64(address + STATE.firstNs, state.firstNs, true);
    view.setFloat64(address + STATE.lastNs, state.lastNs, true);
    view.setInt32(address + STATE.events, state.events, true);
    view.setInt32(address + STATE.slices, state.slices, true);
    view.setInt32(address + STATE.salt, state.salt, true);
    for (const { file, binding } of targets) {
      view.setInt32(binding.address + BINDING.row, file.row, true);
      view.setInt32(binding.address + BINDING.limit, file.rowLimit, true);
    }
  }

  private read(state: RankState): void {
    const { address, targets } = this;
    const { view } = this.parser;
    const events = view.getInt32(address + STATE.events, true);
    this.taken += events - state.events;
    state.events = events;
    state.slices = view.getInt32(address + STATE.slices, true);
    state.firstNs = view.getFloat64(address + STATE.firstNs, true);
    state.lastNs = view.getFloat64(address + STATE.lastNs, true);
    this.fine ||= view.getInt32(address + STATE.fine, true) !== 0;
    for (const { file, binding } of targets) file.row = view.getInt32(binding.address + BINDING.row, true);
  }
}
