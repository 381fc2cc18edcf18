/** One input into one directory of tables. */

import { mkdirSync } from 'node:fs';
import { Diags } from '../run/diags.ts';
import type { PartInfo, RankInfo } from '../run/manifest.ts';
import { PartWriter } from '../run/part-writer.ts';
import { type ByteStream, ByteWindow } from './json/buffer.ts';
import { readJson } from './json/reader.ts';
import { rankOfName } from './rank.ts';
import type { RankFacts, ReadResult } from './reader.ts';

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
}

/** Calls back now and then with the bytes read so far. */
export type Progress = (bytes: number) => void;

/**
 * Reads an input to its end. What is wrong with it becomes diagnostics; an input of no known format gives a part without tables.
 *
 * @throws The system's error when the tables cannot be written (a full disk); nothing is left open then.
 */
export const readInput = async (stream: ByteStream, job: Job, progress: Progress = () => {}): Promise<ReadPart> => {
  const diags = new Diags();
  const window = new ByteWindow(stream, progress);
  const parts: PartWriter[] = [];
  mkdirSync(job.dir, { recursive: true });
  const begin = (oneRank: boolean): PartWriter => {
    const part = new PartWriter(job.dir, oneRank);
    parts.push(part);
    return part;
  };
  try {
    const result = await readJson({ window, diags, path: job.path, begin });
    const cut = stream.truncated;
    if (cut !== null) diags.add(cut.startsWith('more than') ? 'over-size' : 'truncated', cut, window.total);
    if (result === null) {
      diags.add(window.total === 0 ? 'unreadable-input' : 'unknown-format', window.total === 0 ? 'it is empty' : '');
      return { ...EMPTY, sha256: job.hash(), jsonBytes: window.total, truncated: cut !== null, diags: diags.list };
    }
    const truncated = cut !== null || result.fault !== null;
    if (truncated && !diags.list.some(({ code }) => code === 'truncated'))
      diags.add('truncated', `${result.fault ?? cut} was expected`, window.total);
    const ranks = result.ranks.map((facts) => rankInfo(facts, result, job, diags));
    const [first] = ranks;
    const tables = parts[0]?.close(first?.rank ?? job.otherwise) ?? {};
    parts.length = 0;
    return {
      format: result.format,
      sha256: job.hash(),
      jsonBytes: window.total,
      events: result.events,
      phases: result.phases,
      truncated,
      tables,
      ranks,
      groups: result.groups.map((group) => ({ ...group, rank: group.rank ?? first?.rank ?? job.otherwise })),
      diags: diags.list,
    };
  } finally {
    stream.close();
    for (const part of parts) part.abandon();
  }
};

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
