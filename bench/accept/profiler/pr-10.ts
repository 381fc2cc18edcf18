import { join } from 'node:path';
import { mergePartials, type Partials } from '../../../profiler/src/analyses/all.ts';
import { ingest } from '../../../profiler/src/import/ingest.ts';
import { rankPartials, ranksOf } from '../../../profiler/src/report/partials.ts';
import { reduceReport } from '../../../profiler/src/report/report.ts';
import { openRun } from '../../../profiler/src/run/open.ts';
import { withTempFolder } from '../../lib/process.ts';
import { fail, measured, pass, type Runner } from '../../lib/verdict.ts';
import { writeRun } from '../../profiler/generated.ts';

const AIM_SECONDS = 5;
const SLOW = 517;
const FAN_IN = 256;

/** 1,024 ranks of about 2 MB, one of them slow; ATHANOR_PR10_DP divides the count for a first try. */
const runner: Runner = () =>
  withTempFolder(async (folder) => {
    const dp = Number(process.env['ATHANOR_PR10_DP'] ?? 128);
    const slow = Math.min(SLOW, dp * 8 - 1);
    const truth = writeRun(
      {
        steps: 5,
        layout: { dp, tp: 8, pp: 1, ep: 1 },
        model: { layers: 8, microBatches: 2, kernelsPerLayer: 7 },
        clocks: { offsetNs: 300_000, driftPpb: 10_000 },
        faults: [{ kind: 'slow-rank', rank: slow, factor: 1.3 }],
      },
      join(folder, 'traces'),
    );
    const cpu = async <T>(work: () => Promise<T> | T): Promise<readonly [T, number]> => {
      const start = process.cpuUsage();
      const result = await work();
      const used = process.cpuUsage(start);
      return [result, (used.user + used.system) / 1e6];
    };
    const [ingested, ingestSeconds] = await cpu(() =>
      ingest([join(folder, 'traces')], { out: join(folder, 'run'), tool: 'test' }),
    );
    const megabytes = ingested.parts.reduce((sum, part) => sum + part.jsonBytes, 0) / 1e6;
    const run = await openRun(join(folder, 'run'));
    const ranks = ranksOf(run);
    const [, mapSeconds] = await cpu(async () => {
      for (const rank of ranks) await rankPartials(run, rank);
    });
    const [report, reduceSeconds] = await cpu(async () => {
      let held: Partials[] = [];
      for (const rank of ranks) {
        held.push(await rankPartials(run, rank));
        if (held.length > FAN_IN) held = [mergePartials(held)];
      }
      return reduceReport(mergePartials(held), 200);
    });
    run.close();
    const first = report.stragglers[0]?.rank;
    const got = `${ranks.length} ranks, ${megabytes.toFixed(0)} MB: ingest ${ingestSeconds.toFixed(0)} s, map ${mapSeconds.toFixed(0)} s, reduce ${reduceSeconds.toFixed(1)} s of processor; slow rank ${slow} (${(100 * (truth.stragglers[0]?.effect ?? 0)).toFixed(0)} %), first named ${first}`;
    if (first !== slow || report.stragglers.length !== 1) return fail(got);
    return reduceSeconds <= AIM_SECONDS ? pass(got) : measured(got);
  });
export default runner;
