/** What a reader of one format is given, and what it gives back. */

import type { Diags } from '../run/diags.ts';
import type { GroupInfo, RankInfo } from '../run/manifest.ts';
import type { PartWriter } from '../run/part-writer.ts';
import type { ByteWindow } from './json/buffer.ts';

export interface ReadContext {
  readonly window: ByteWindow;
  readonly diags: Diags;
  /** Where the input lies; null for a member of an archive. */
  readonly path: string | null;
  /** Begins the tables of the part. @param oneRank Whether all rows are of one rank, which the reader need not know yet. */
  begin(oneRank: boolean): PartWriter;
}

export type RankFacts = Omit<RankInfo, 'rank' | 'rankFrom'> & {
  /** Null where the content does not say it. */
  readonly rank: number | null;
};

export interface ReadResult {
  readonly format: string;
  readonly events: number;
  readonly phases: Readonly<Record<string, number>>;
  readonly ranks: readonly RankFacts[];
  readonly groups: readonly (Omit<GroupInfo, 'rank'> & { readonly rank: number | null })[];
  /** What was expected where the input ended; null when it is whole. */
  readonly fault: string | null;
}

/** A rank of which nothing is known but that it is there. */
export const bareRank = (rank: number | null): RankFacts => ({
  rank,
  worldSize: null,
  backend: null,
  baseNs: '0',
  firstNs: null,
  lastNs: null,
  slices: 0,
  device: null,
  host: null,
  resolution: null,
  meta: null,
});
