/**
 * The shape of every analysis: a map over one rank, a merge of partials, a reduction to the answer.
 *
 * `merge` is associative and takes partials in any grouping; `map` sees one rank alone. So the same code runs in one
 * process or as a job array whose tasks leave partials beside the run. A partial is plain data that survives JSON.
 */

import type { RankView } from './view.ts';

export interface Analysis<P, R> {
  readonly name: string;
  /** Changes when partials of an older version must not be merged. */
  readonly version: number;
  readonly map: (view: RankView) => P;
  readonly merge: (partials: readonly P[]) => P;
  readonly reduce: (partial: P) => R;
}

/** Partials that are lists, a row or more for each rank: merging is appending, reducing is sorting by rank. */
export const listed = <T extends { readonly rank: number }>(
  name: string,
  version: number,
  map: (view: RankView) => readonly T[],
): Analysis<readonly T[], readonly T[]> => ({
  name,
  version,
  map,
  merge: (partials) => partials.flat(),
  reduce: (rows) => [...rows].sort((a, b) => a.rank - b.rank),
});
