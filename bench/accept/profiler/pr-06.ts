import { join } from 'node:path';
import { ingest } from '../../../profiler/src/import/ingest.ts';
import { buildReport } from '../../../profiler/src/report/report.ts';
import { openRun } from '../../../profiler/src/run/open.ts';
import { ROOT, withTempFolder } from '../../lib/process.ts';
import { fail, pass, type Runner } from '../../lib/verdict.ts';

/** Recorded scenarios: who must be named, and why; nobody in the even run. */
const WANTED: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
  dp: [],
  'dp-slow-rank': [[2, 'slow-compute']],
  'dp-slow-loader': [[1, 'late-data']],
};

const runner: Runner = async () => {
  const told: string[] = [];
  const wrong: string[] = [];
  for (const [name, wanted] of Object.entries(WANTED)) {
    await withTempFolder(async (out) => {
      await ingest([join(ROOT, 'bench/recorded/traces', name)], { out, tool: 'test' });
      const run = await openRun(out);
      const { stragglers } = await buildReport(run);
      run.close();
      const named = stragglers.map(({ rank, reason }) => `rank ${rank} ${reason}`).join(', ') || 'nobody';
      told.push(`${name}: ${named}`);
      if (named !== (wanted.map(([rank, reason]) => `rank ${rank} ${reason}`).join(', ') || 'nobody'))
        wrong.push(`${name}: ${named}`);
    });
  }
  return wrong.length === 0 ? pass(told.join('; ')) : fail(told.join('; '), wrong);
};
export default runner;
