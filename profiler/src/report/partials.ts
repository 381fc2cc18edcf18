/**
 * The map step over a run: partials of each rank, kept beside the run so that a second report, or a job array, finds them.
 * A partial lies at `partials/report/PART.RANK.json`; the part's name holds the hash of its input, so it stays valid while
 * the part exists and the analyses keep their versions.
 */

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { mapRank, PARTIALS_VERSION, type Partials } from '../analyses/all.ts';
import { loadRank, partOfRank } from '../analyses/load.ts';
import { deviceRows } from '../analyses/rank-data.ts';
import { RankRows } from '../analyses/rank-rows.ts';
import { partialsDir, TEMPORARY } from '../run/layout.ts';
import type { Run } from '../run/open.ts';
import type { PartWatch } from '../run/part-writer.ts';

const NAME = 'report';

interface Stored {
  readonly version: string;
  readonly partials: Partials;
}

/** Ranks with slices, ascending. */
export const ranksOf = ({ manifest }: Run): readonly number[] =>
  [
    ...new Set(
      manifest.parts.flatMap((part) => (part.tables.slice === undefined ? [] : part.ranks.map(({ rank }) => rank))),
    ),
  ].sort((a, b) => a - b);

/**
 * Partials of one rank, read where they are, else made and kept. A run that cannot be written to is no error.
 */
export async function rankPartials(run: Run, rank: number): Promise<Partials> {
  const found = partOfRank(run.manifest, rank);
  const path = pathOf(run.dir, found?.part.part ?? 'none', rank);
  const kept = readKept(path);
  if (kept !== undefined) return kept;
  const device = await loadRank(run, rank);
  // Where no device was recorded, the host's own work is what there is to look at.
  const data = deviceRows(device).length > 0 ? device : await loadRank(run, rank, { operators: true });
  const partials = mapRank(data);
  keep(path, partials);
  return partials;
}

/** Makes the partials of a part while it is read, where its rank is not too large for that. */
export function watchForPartials(): PartWatch {
  const rows = new RankRows();
  return {
    name: (id, text) => rows.name(id, text),
    rows: (table, file) => rows.rows(table, file),
    done: (dir, part) => {
      const data = rows.data(part);
      if (data !== null) keep(pathOf(dir, part.part, data.rank), mapRank(data));
    },
  };
}

const pathOf = (dir: string, part: string, rank: number): string =>
  join(partialsDir(dir, NAME), `${part}.${rank}.json`);

function readKept(path: string): Partials | undefined {
  try {
    const stored: Stored = JSON.parse(readFileSync(path, 'utf8'));
    return stored.version === PARTIALS_VERSION ? stored.partials : undefined;
  } catch {
    return undefined;
  }
}

function keep(path: string, partials: Partials): void {
  const stored: Stored = { version: PARTIALS_VERSION, partials };
  const temporary = join(dirname(path), `${TEMPORARY}${process.pid}-${basename(path)}`);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, JSON.stringify(stored));
    renameSync(temporary, path);
  } catch {
    // A read-only run is reported all the same, only not faster the next time.
  }
}
