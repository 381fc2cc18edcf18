/** Tracks: one for each (pid, tid), with their labels. */

import { unescaped } from '../../parquet/columns.ts';
import type { PartWriter } from '../../run/part-writer.ts';
import { type EventParser, INTEGER, TEXT } from './event-parser.ts';

/** Ranks of one merged file. */
const MOST_RANKS = 256;

/** An interval that has begun on a track. */
export interface Begun {
  readonly number: number;
  readonly ts: number;
  readonly name: number;
  readonly cat: string | null;
  readonly args: ReadonlyMap<string, string>;
  readonly json: string;
}

export interface RankState {
  readonly rank: number;
  /** Events so far: the number of the next one. */
  events: number;
  slices: number;
  tracks: number;
  firstNs: number;
  lastNs: number;
  /** Under which the scanner remembers its names. */
  readonly salt: number;
}

interface Process {
  name: string | null;
  labels: string | null;
  sort: number | null;
}

export interface Track {
  readonly id: number;
  readonly state: RankState;
  readonly process: Process;
  readonly pid: string;
  readonly tid: string;
  thread: string | null;
  threadSort: number | null;
  begun: Begun[];
}

const decoder = new TextDecoder();
type Key = number | string;

export class Tracks {
  readonly ranks = new Map<number, RankState>();
  private readonly byPid = new Map<Key, { readonly process: Process; readonly byTid: Map<Key, Track> }>();
  private readonly all: Track[] = [];
  private lastPid: Key | null = null;
  private lastTid: Key | null = null;
  private last: Track | null = null;
  /** Tracks whose pid stands for no rank because there are too many. */
  refused = 0;

  /** @param pidIsRank Whether the pid of an event says its rank, as in merged files. @param salt Gives a new one. */
  constructor(
    private readonly pidIsRank: boolean,
    private readonly salt: () => number,
  ) {}

  /** The track of fields `pid` and `tid` of the parsed event; -1 where it has none. */
  of(parser: EventParser, pid: number, tid: number): Track {
    const p = keyOf(parser, pid);
    const t = keyOf(parser, tid);
    if (this.last !== null && p === this.lastPid && t === this.lastTid) return this.last;
    let process = this.byPid.get(p);
    if (process === undefined) {
      process = { process: { name: null, labels: null, sort: null }, byTid: new Map() };
      this.byPid.set(p, process);
    }
    let track = process.byTid.get(t);
    if (track === undefined) {
      const state = this.rankOf(p);
      track = {
        id: state.tracks++,
        state,
        process: process.process,
        pid: String(p),
        tid: String(t),
        thread: null,
        threadSort: null,
        begun: [],
      };
      process.byTid.set(t, track);
      this.all.push(track);
    }
    this.last = track;
    this.lastPid = p;
    this.lastTid = t;
    return track;
  }

  private rankOf(pid: Key): RankState {
    let rank = this.pidIsRank && typeof pid === 'number' && pid >= 0 && pid < 1 << 30 ? pid : 0;
    if (this.ranks.size >= MOST_RANKS && !this.ranks.has(rank)) {
      this.refused++;
      rank = this.ranks.keys().next().value ?? 0;
    }
    const known = this.ranks.get(rank);
    if (known !== undefined) return known;
    const state: RankState = {
      rank,
      events: 0,
      slices: 0,
      tracks: 0,
      firstNs: Number.POSITIVE_INFINITY,
      lastNs: Number.NEGATIVE_INFINITY,
      salt: this.salt(),
    };
    this.ranks.set(rank, state);
    return state;
  }

  *[Symbol.iterator](): Iterator<Track> {
    yield* this.all;
  }

  write(part: PartWriter): void {
    if (this.all.length === 0) return;
    const file = part.table('track');
    for (const { id, state, process, pid, tid, thread, threadSort } of this.all)
      file.add({
        rank: state.rank,
        track: id,
        pid,
        tid,
        process: process.name,
        thread,
        labels: process.labels,
        process_sort: process.sort,
        thread_sort: threadSort,
      });
  }
}

const keyOf = (parser: EventParser, n: number): Key => {
  if (n < 0) return '';
  if (parser.kind[n] === INTEGER) return parser.whole[n] as number;
  const text = decoder.decode(parser.bytes.subarray(parser.from[n], parser.to[n]));
  return parser.kind[n] === TEXT ? unescaped(text) : text;
};
