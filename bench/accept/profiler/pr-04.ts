import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { trainingOps } from '../../../profiler/src/analyses/training-ops.ts';
import { ingest } from '../../../profiler/src/import/ingest.ts';
import { openRun } from '../../../profiler/src/run/open.ts';
import { withTempFolder } from '../../lib/process.ts';
import { fail, pass, type Runner, skipped } from '../../lib/verdict.ts';
import { tracesFolder } from '../../profiler/hta-samples.ts';

/** Median spreads over data-parallel ranks, ms, of starts and ends, as measured when the traces were chosen. */
const SPREADS: Readonly<Record<string, Readonly<Record<string, readonly [number | null, number]>>>> = {
  AR: { 'grads-reduce-scatter': [13_387, 0.14], 'params-all-gather': [null, 0.14] },
  ST: { 'grads-reduce-scatter': [10.3, 0.013], 'params-all-gather': [null, 0.008] },
};

/** Step times of the authors' result files to the last bit; spreads to the digits that were written down. */
const runner: Runner = async () => {
  const folder = tracesFolder();
  if (folder === undefined) return skipped('the public traces are not there');
  const wrong: string[] = [];
  const told: string[] = [];
  for (const [name, wanted] of Object.entries(SPREADS)) {
    await withTempFolder(async (out) => {
      await ingest([join(folder, `bytedance/trace-${name}.parquet`)], { out, tool: 'test' });
      const run = await openRun(out);
      const ops = await trainingOps(run);
      run.close();
      const published: Readonly<Record<string, number>> = JSON.parse(
        readFileSync(join(folder, `bytedance/result-${name}.json`), 'utf8'),
      ).step_t_base;
      const steps = new Map((ops?.steps ?? []).map(({ step, seconds }) => [String(step), seconds]));
      const off = Object.entries(published).filter(([step, seconds]) => steps.get(step) !== seconds);
      wrong.push(...off.map(([step, seconds]) => `${name} step ${step}: ${seconds} s published, ${steps.get(step)}`));
      if (steps.size !== Object.keys(published).length) wrong.push(`${name}: ${steps.size} steps`);
      for (const [op, [starts, ends]] of Object.entries(wanted)) {
        const spread = ops?.spreads.find((row) => row.op === op);
        const ms = [(spread?.starts ?? 0) / 1e6, (spread?.ends ?? 0) / 1e6] as const;
        told.push(`${name} ${op}: starts ${ms[0].toPrecision(4)} ms, ends ${ms[1].toPrecision(3)} ms`);
        if (starts !== null && Math.abs(ms[0] / starts - 1) > 0.01) wrong.push(`${name} ${op}: starts ${ms[0]} ms`);
        if (Math.abs(ms[1] / ends - 1) > 0.05) wrong.push(`${name} ${op}: ends ${ms[1]} ms`);
      }
      told.push(`${name}: ${steps.size} step times`);
    });
  }
  const got = `${told.filter((line) => line.includes('step times')).join(', ')} and 4 spreads; ${wrong.length} wrong`;
  return wrong.length === 0 ? pass(got, told) : fail(got, wrong.slice(0, 20));
};
export default runner;
