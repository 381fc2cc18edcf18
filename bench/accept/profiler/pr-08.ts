import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ingest } from '../../../profiler/src/import/ingest.ts';
import { ROOT, run, withTempFolder } from '../../lib/process.ts';
import { fail, measured, pass, type Runner, skipped } from '../../lib/verdict.ts';
import { askOracle, oraclePython } from '../../profiler/hta-oracle.ts';
import { tracesFolder } from '../../profiler/hta-samples.ts';

const FLOOR = 20;
const WHOLE_FLOOR = 8;
const WHOLE_AIM = 20;
const MEMORY_MB = 300;
const SHIFT_US = 1234;
/** Critical paths are of one rank: they are left out on both sides. */
const NOT_ANALYSES = /^(load$|critical)/;

/** Eight ranks of the 54 MB sample: other rank numbers, clocks a little apart. Processor seconds on both sides. */
const runner: Runner = async () => {
  const folder = tracesFolder();
  const python = oraclePython();
  if (folder === undefined) return skipped('the public traces are not there');
  if (python === undefined) return skipped('ATHANOR_HTA names no Python with HolisticTraceAnalysis');
  const ranks = Number(process.env['ATHANOR_PR08_RANKS'] ?? 8);
  return withTempFolder(async (temporary) => {
    const text = gunzipSync(readFileSync(join(folder, 'hta/df_index_resolver/df_index_resolver.json.gz'))).toString();
    const files = Array.from({ length: ranks }, (_, rank) => `rank-${rank}.json`);
    for (const [rank, file] of files.entries()) {
      const shifted = text
        .replace(/"rank":\s*\d+/, `"rank": ${rank}`)
        .replaceAll(/"ts": (\d+)/g, (_, ts: string) => `"ts": ${Number(ts) + rank * SHIFT_US}`);
      writeFileSync(join(temporary, file), shifted);
    }
    const out = join(temporary, 'run');
    const before = process.cpuUsage();
    await ingest(
      files.map((file) => join(temporary, file)),
      { out, tool: 'test' },
    );
    const used = process.cpuUsage(before);
    const ingestSeconds = (used.user + used.system) / 1e6;
    const ran = run(process.execPath, ['tools/ts.mjs', 'bench/profiler/report-cost.ts', out], {
      cwd: ROOT,
      timeoutSeconds: 3600,
    });
    if (ran.code !== 0) return fail('the report failed', ran.stderr.split('\n').slice(-20));
    const ours: { seconds: number; megabytes: number; loaderMegabytes: number } = JSON.parse(
      ran.stdout.trim().split('\n').at(-1) ?? '',
    );
    const { seconds } = await askOracle(python, { name: 'eight', files }, temporary);
    const theirs = Object.entries(seconds).reduce(
      (sum, [name, time]) => (NOT_ANALYSES.test(name) ? sum : sum + time),
      0,
    );
    const load = seconds['load'] ?? 0;
    const ratio = theirs / ours.seconds;
    const whole = (load + theirs) / (ingestSeconds + ours.seconds);
    const got = `${ranks} ranks: analyses ${ours.seconds.toFixed(2)} s against ${theirs.toFixed(2)} s, ${ratio.toFixed(1)} times; end to end ${(ingestSeconds + ours.seconds).toFixed(1)} s against ${(load + theirs).toFixed(1)} s, ${whole.toFixed(1)} times; ${ours.megabytes.toFixed(0)} MB, ${ours.loaderMegabytes.toFixed(0)} of them the script's loader`;
    if (ours.megabytes - ours.loaderMegabytes > MEMORY_MB) return fail(got);
    if (ratio < FLOOR || whole < WHOLE_FLOOR) return fail(got);
    return whole >= WHOLE_AIM ? pass(got) : measured(got);
  });
};
export default runner;
