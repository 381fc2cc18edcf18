/** Partials of inputs as ingesting makes them, and as they are made from the tables. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../import/ingest.ts';
import { rankPartials, ranksOf, watchForPartials } from '../report/partials.ts';
import { openRun } from '../run/open.ts';

type Texts = Readonly<Record<string, string>>;

const textsIn = (dir: string): Texts =>
  Object.fromEntries(readdirSync(dir).map((name) => [name, readFileSync(join(dir, name), 'utf8')]));

/** By file name. `watched` has none of the ranks that are left to the report. */
export const partialsBothWays = async (
  inputs: readonly string[],
): Promise<{ readonly watched: Texts; readonly read: Texts }> => {
  const out = mkdtempSync(join(tmpdir(), 'athanor-partials-'));
  try {
    await ingest(inputs, { out, tool: 'test', watch: watchForPartials });
    const dir = join(out, 'partials/report');
    const watched = textsIn(dir);
    rmSync(dir, { recursive: true });
    const run = await openRun(out);
    for (const rank of ranksOf(run)) await rankPartials(run, rank);
    run.close();
    return { watched, read: textsIn(dir) };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
};
