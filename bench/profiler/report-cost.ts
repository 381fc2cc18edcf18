/** `node tools/ts.mjs bench/profiler/report-cost.ts RUN`: makes a report and prints its processor seconds and memory as JSON. */

import { buildReport } from '../../profiler/src/report/report.ts';
import { openRun } from '../../profiler/src/run/open.ts';

const [, , dir = ''] = process.argv;
const before = process.memoryUsage().rss;
const start = process.cpuUsage();
const run = await openRun(dir, { memoryLimit: '150MB' });
const report = await buildReport(run);
run.close();
const used = process.cpuUsage(start);
process.stdout.write(
  `${JSON.stringify({
    seconds: (used.user + used.system) / 1e6,
    // Largest of the whole process, and what was there before: the loader of this script.
    megabytes: process.resourceUsage().maxRSS / 1024,
    loaderMegabytes: before / 1e6,
    ranks: report.run.ranks.length,
    stragglers: report.stragglers.length,
  })}\n`,
);
