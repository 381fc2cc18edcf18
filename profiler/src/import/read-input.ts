/** One input into one directory of tables. */

import { mkdirSync, rmSync } from 'node:fs';
import { Diags } from '../run/diags.ts';
import type { PartInfo, RankInfo } from '../run/manifest.ts';
import { PartWriter, type RowWatch } from '../run/part-writer.ts';
import { type ByteStream, ByteWindow } from './json/buffer.ts';
import { readJson } from './json/reader.ts';
import { skipSpace } from './json/skip.ts';
import { readBalanceLog } from './moe/log.ts';
import { isPickle, readFlightPickle } from './pickle/flight.ts';
import { rankOfName } from './rank.ts';
import type { RankFacts, ReadContext, ReadResult } from './reader.ts';
import { readByteDance } from './traces/bytedance.ts';
import { isChakra, readChakra } from './traces/chakra.ts';

/** All of a part but what the store knows. */
export type ReadPart = Omit<PartInfo, 'part' | 'bytes' | 'path'>;

export interface Job {
  /** Name of the input, for people and for the rank in it. */
  readonly label: string;
  /** Null for a member of an archive. */
  readonly path: string | null;
  /** The rank where neither content nor name says one. */
  readonly otherwise: number;
  /** Where the tables go. */
  readonly dir: string;
  /** Hash of the stored bytes, asked when they have been read. */
  readonly hash: () => string;
  /** Sees the rows where all are of one rank. */
  readonly watch: RowWatch | null;
}

/** Called back now and then with the bytes read so far; reading goes on when it is done. */
export type Progress = (bytes: number) => void | Promise<void>;

/**
 * Reads an input to its end. What is wrong with it becomes diagnostics; an input of no known format gives a part without tables.
 *
 * @throws The system's error when the tables cannot be written (a full disk); nothing is left open then.
 */
export const readInput = async (stream: ByteStream, job: Job, progress: Progress = () => {}): Promise<ReadPart> => {
  const window = new ByteWindow(stream, progress);
  try {
    return await readTables(
      job,
      (context) => readAny({ ...context, window }),
      () => ({ bytes: window.total, cut: stream.truncated }),
    );
  } finally {
    stream.close();
  }
};

/** The same with a reader of its own, for inputs that are not read from front to back. */
export const readWith = (
  bytes: number,
  job: Job,
  read: (context: Omit<ReadContext, 'window'>) => ReadResult | null,
): Promise<ReadPart> =>
  readTables(
    job,
    async (context) => read(context),
    () => ({ bytes, cut: null }),
  );

const readTables = async (
  job: Job,
  read: (context: Omit<ReadContext, 'window'>) => Promise<ReadResult | null>,
  input: () => { readonly bytes: number; readonly cut: string | null },
): Promise<ReadPart> => {
  const diags = new Diags();
  const parts: PartWriter[] = [];
  mkdirSync(job.dir, { recursive: true });
  const begin = (oneRank: boolean): PartWriter => {
    const part = new PartWriter(job.dir, oneRank, oneRank ? job.watch : null);
    parts.push(part);
    return part;
  };
  try {
    const result = await read({ diags, path: job.path, begin });
    const { bytes, cut } = input();
    if (cut !== null) diags.add(cut.startsWith('more than') ? 'over-size' : 'truncated', cut, bytes);
    if (result === null) {
      for (const part of parts.splice(0)) part.abandon();
      rmSync(job.dir, { recursive: true, force: true });
      mkdirSync(job.dir, { recursive: true });
      if (bytes === 0) diags.add('unreadable-input', 'it is empty');
      else if (!diags.list.some(({ severity }) => severity === 'error')) diags.add('unknown-format');
      return { ...EMPTY, sha256: job.hash(), jsonBytes: bytes, truncated: cut !== null, diags: diags.list };
    }
    const truncated = cut !== null || result.fault !== null;
    if (truncated && !diags.list.some(({ code }) => code === 'truncated'))
      diags.add('truncated', `${result.fault ?? cut} was expected`, bytes);
    const ranks = result.ranks.map((facts) => rankInfo(facts, result, job, diags));
    const [first] = ranks;
    const tables = parts[0]?.close(first?.rank ?? job.otherwise) ?? {};
    parts.length = 0;
    return {
      format: result.format,
      sha256: job.hash(),
      jsonBytes: bytes,
      events: result.events,
      phases: result.phases,
      truncated,
      tables,
      ranks,
      groups: result.groups.map((group) => ({ ...group, rank: group.rank ?? first?.rank ?? job.otherwise })),
      diags: diags.list,
    };
  } finally {
    for (const part of parts) part.abandon();
  }
};

/** Formats show in the first bytes; names lie. */
const readAny = async (context: ReadContext): Promise<ReadResult | null> => {
  const { window } = context;
  while (!window.finished && window.end < ENOUGH) await window.fill();
  const first = window.bytes[skipSpace(window.bytes, window.from)];
  if (first === OPEN_OBJECT || first === OPEN_ARRAY || first === BYTE_ORDER_MARK) return readJson(context);
  if (new TextDecoder().decode(window.bytes.subarray(0, 4)) === 'PAR1') return readByteDance(context);
  if (isPickle(window)) return readFlightPickle(context);
  if (isChakra(window)) return readChakra(context);
  return window.end === 0 ? null : readBalanceLog(context);
};

/** Bytes in which every format shows. */
const ENOUGH = 1 << 16;
const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;
const BYTE_ORDER_MARK = 0xef;

const EMPTY = { format: 'unknown', events: 0, phases: {}, tables: {}, ranks: [], groups: [] } as const;

const rankInfo = (facts: RankFacts, result: ReadResult, job: Job, diags: Diags): RankInfo => {
  const named = rankOfName(job.label);
  if (facts.rank !== null) {
    const merged = result.ranks.length > 1;
    if (named !== null && named !== facts.rank && !merged)
      diags.add('rank-conflict', `name ${named}, content ${facts.rank}`, null, facts.rank);
    return { ...facts, rank: facts.rank, rankFrom: merged ? 'event' : 'content' };
  }
  if (named !== null) return { ...facts, rank: named, rankFrom: 'name' };
  diags.add(job.otherwise === 0 ? 'rank-assumed' : 'rank-unknown', '', null, job.otherwise);
  return { ...facts, rank: job.otherwise, rankFrom: 'none' };
};
