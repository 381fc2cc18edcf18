import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withTempFolder } from '../../../bench/lib/process.ts';
import { writeRun } from '../../../bench/profiler/generated.ts';
import { SAMPLES, tracesFolder } from '../../../bench/profiler/hta-samples.ts';
import { ingest } from '../import/ingest.ts';
import { openRun } from '../run/open.ts';
import { rankPartials, ranksOf, watchForPartials } from './partials.ts';

/** Texts of all partials by file name. */
const partialsIn = (dir: string): Readonly<Record<string, string>> =>
  Object.fromEntries(readdirSync(dir).map((name) => [name, readFileSync(join(dir, name), 'utf8')]));

/** Partials as ingesting makes them, and as they are made from the tables. */
const bothWays = (inputs: readonly string[]) =>
  withTempFolder(async (folder) => {
    const out = join(folder, 'run');
    await ingest(inputs, { out, tool: 'test', watch: watchForPartials });
    const dir = join(out, 'partials/report');
    const watched = partialsIn(dir);
    rmSync(dir, { recursive: true });
    const run = await openRun(out);
    for (const rank of ranksOf(run)) await rankPartials(run, rank);
    run.close();
    return { watched, read: partialsIn(dir) };
  });

test('partials made while reading are those made from the tables', async () => {
  await withTempFolder(async (folder) => {
    writeRun(
      {
        steps: 3,
        layout: { dp: 4, tp: 1, pp: 1, ep: 2 },
        model: { layers: 2, experts: 4, hostOps: true, graphs: true },
        faults: [
          { kind: 'late-loader', rank: 1, delayNs: 5_000_000 },
          { kind: 'gc-pause', rank: 2, delayNs: 3_000_000 },
          { kind: 'truncated-file', rank: 3, keep: 0.8 },
        ],
      },
      folder,
    );
    const { watched, read } = await bothWays([folder]);
    expect(Object.keys(watched)).toHaveLength(4);
    expect(watched).toEqual(read);
  });
});

test.for(SAMPLES.filter(({ quick }) => quick))('so it is for $name', async ({ files }, context) => {
  const folder = tracesFolder();
  if (folder === undefined) return context.skip('needs the public traces, see CONTRIBUTING.md');
  const { watched, read } = await bothWays(files.map((file) => join(folder, 'hta', file)));
  expect(Object.keys(watched).length).toBeGreaterThan(0);
  for (const [name, text] of Object.entries(watched)) expect(text).toBe(read[name]);
});
