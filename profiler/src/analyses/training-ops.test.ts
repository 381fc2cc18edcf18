import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withTempFolder } from '../../../bench/lib/process.ts';
import { tracesFolder } from '../../../bench/profiler/hta-samples.ts';
import { ingest } from '../import/ingest.ts';
import { openRun } from '../run/open.ts';
import { trainingOps } from './training-ops.ts';

test('the smaller of the published traces: step times and spreads', async (context) => {
  const folder = tracesFolder();
  if (folder === undefined) return context.skip('needs the public traces, see CONTRIBUTING.md');
  const ops = await withTempFolder(async (out) => {
    await ingest([join(folder, 'bytedance/trace-ST.parquet')], { out, tool: 'test' });
    const run = await openRun(out);
    const made = await trainingOps(run);
    run.close();
    return made;
  });
  expect(ops?.steps).toHaveLength(32);
  expect(ops?.steps[0]).toEqual({ step: 23, seconds: 2.3816521167755127 });
  expect(ops?.spreads.find(({ op }) => op === 'grads-reduce-scatter')).toEqual({
    op: 'grads-reduce-scatter',
    instances: 128,
    starts: 10_308_385,
    ends: 13_053,
  });
});
