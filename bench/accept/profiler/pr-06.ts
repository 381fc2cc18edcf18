import { join } from 'node:path';
import { ingest } from '@athanor/profiler/import/ingest.ts';
import { buildReport } from '@athanor/profiler/report/report.ts';
import { openRun } from '@athanor/profiler/run/open.ts';
import { ROOT, withTempFolder } from '../../lib/process.ts';
import { fail, type Outcome, pass } from '../../lib/verdict.ts';

/** Runs that `bench/recorded/traces/record.py` recorded, and the rank to name first; null where nobody is; undefined where that is not asked: the first stage of a pipeline is alone in loading. */
const WANTED: Readonly<Record<string, number | null | undefined>> = {
  dp: null,
  'dp-slow-rank': 2,
  'dp-slow-loader': 1,
  pipeline: undefined,
  moe: undefined,
};

/** PR-06: recorded PyTorch runs on the CPU: the slowed rank and the slow loader are named first, and nobody where none is slow. */
export default async function pr06(): Promise<Outcome> {
  const wrong: string[] = [];
  const told: string[] = [];
  for (const [name, rank] of Object.entries(WANTED)) {
    await withTempFolder(async (folder) => {
      const out = join(folder, 'run');
      await ingest([join(ROOT, 'bench/recorded/traces', name)], { out, tool: 'accept' });
      const run = await openRun(out);
      try {
        const { stragglers } = await buildReport(run);
        const named = stragglers.map((each) => `rank ${each.rank} (${JSON.stringify(each.why)})`).join(', ');
        told.push(`${name}: ${named === '' ? 'nobody' : named}`);
        if (rank !== undefined && (stragglers[0]?.rank ?? null) !== rank)
          wrong.push(`${name}: ${rank === null ? 'nobody' : `rank ${rank}`} expected`);
      } finally {
        run.close();
      }
    });
  }
  const asked = Object.values(WANTED).filter((rank) => rank !== undefined).length;
  const got = `${asked - wrong.length} of ${asked} recorded runs judged right`;
  return wrong.length === 0 ? pass(got, told) : fail(got, [...wrong, ...told]);
}
