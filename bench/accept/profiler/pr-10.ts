import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { mergePartials, type Partials } from '../../../profiler/src/analyses/all.ts';
import { rankPartials, ranksOf } from '../../../profiler/src/report/partials.ts';
import { reduceReport } from '../../../profiler/src/report/report.ts';
import { openRun } from '../../../profiler/src/run/open.ts';
import { withTempFolder } from '../../lib/process.ts';
import { fail, measured, pass, type Runner, skipped } from '../../lib/verdict.ts';
import { notBuilt, watchProfiler } from '../../profiler/cli.ts';
import { writeRun } from '../../profiler/generated.ts';

const AIM_SECONDS = 5;
const SLOW = 517;
const FAN_IN = 256;
const RANK_MB = 1.9;

/** Processor seconds from reading the partials to the end of the reduction, and whom it names. */
const reduce = async (dir: string) => {
  const run = await openRun(dir);
  const start = process.cpuUsage();
  let held: Partials[] = [];
  for (const rank of ranksOf(run)) {
    held.push(await rankPartials(run, rank));
    if (held.length > FAN_IN) held = [mergePartials(held)];
  }
  const { stragglers } = reduceReport(mergePartials(held), 200);
  const used = process.cpuUsage(start);
  run.close();
  return { seconds: (used.user + used.system) / 1e6, stragglers };
};

/** PR-10: 1,024 ranks of 2 MB, one of them slow, with the built command line; ATHANOR_PR10_DP divides the count for a first try. */
const runner: Runner = () => {
  const unbuilt = notBuilt();
  if (unbuilt !== null) return Promise.resolve(skipped(unbuilt));
  return withTempFolder(async (folder) => {
    const dp = Number(process.env['ATHANOR_PR10_DP'] ?? 128);
    const slow = Math.min(SLOW, dp * 8 - 1);
    const traces = join(folder, 'traces');
    const out = join(folder, 'run');
    const truth = writeRun(
      {
        steps: 5,
        layout: { dp, tp: 8, pp: 1, ep: 1 },
        model: { layers: 8, microBatches: 2, kernelsPerLayer: 9 },
        clocks: { offsetNs: 300_000, driftPpb: 10_000 },
        faults: [{ kind: 'slow-rank', rank: slow, factor: 1.3 }],
      },
      traces,
    );
    const ingest = await watchProfiler(['ingest', traces, '--out', out]);
    rmSync(traces, { recursive: true });
    const report = await watchProfiler(['report', out]);
    const run = await openRun(out);
    const megabytes = run.manifest.parts.reduce((sum, part) => sum + part.jsonBytes, 0) / 1e6;
    const ranks = ranksOf(run).length;
    run.close();
    const { seconds, stragglers } = await reduce(out);
    const first = stragglers[0]?.rank;
    const told = ({ seconds: wall, cpuSeconds, peakMB }: typeof ingest): string =>
      `${wall.toFixed(0)} s (${cpuSeconds?.toFixed(0)} s of processor, ${peakMB?.toFixed(0)} MB)`;
    const got = `${ranks} ranks, ${megabytes.toFixed(0)} MB: ingest ${told(ingest)}, report ${told(report)}, of it the reduction over the partials ${seconds.toFixed(1)} s of processor; slow rank ${slow} (${(100 * (truth.stragglers[0]?.effect ?? 0)).toFixed(0)} %), first named ${first}`;
    const right = first === slow && stragglers.length === 1 && ingest.code === 0 && report.code === 0;
    if (!right || megabytes < RANK_MB * ranks) return fail(got);
    return seconds <= AIM_SECONDS ? pass(got) : measured(got);
  });
};
export default runner;
