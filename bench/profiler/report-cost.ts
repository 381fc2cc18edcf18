/**
 * `node tools/ts.mjs bench/profiler/report-cost.ts RUN`: all analyses of all ranks (the critical path, which is of one rank,
 * is none of them), and prints their processor seconds and memory as JSON.
 */

import { mergePartials, type Partials } from '../../profiler/src/analyses/all.ts';
import { rankPartials, ranksOf } from '../../profiler/src/report/partials.ts';
import { reduceReport } from '../../profiler/src/report/report.ts';
import { openRun } from '../../profiler/src/run/open.ts';

const [, , dir = ''] = process.argv;
const before = process.memoryUsage().rss;
const start = process.cpuUsage();
const run = await openRun(dir, { memoryLimit: '150MB' });
const ranks = ranksOf(run);
const partials: Partials[] = [];
for (const rank of ranks) partials.push(await rankPartials(run, rank));
const report = reduceReport(mergePartials(partials), 200);
run.close();
const used = process.cpuUsage(start);
process.stdout.write(
  `${JSON.stringify({
    seconds: (used.user + used.system) / 1e6,
    // Largest of the whole process, and what was there before: the loader of this script.
    megabytes: process.resourceUsage().maxRSS / 1024,
    loaderMegabytes: before / 1e6,
    ranks: ranks.length,
    stragglers: report.stragglers.length,
  })}\n`,
);
