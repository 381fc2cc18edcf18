/** The report of a run: plain data, the same for text and JSON. Its schema is docs/schema/profile-report.schema.json. */

import { alignClocks, type Clocks } from '../align/clocks.ts';
import { ANALYSES, mergePartials, type Partials } from '../analyses/all.ts';
import type { Bandwidth } from '../analyses/bandwidth.ts';
import { type CollectiveMetrics, collectiveMetrics } from '../analyses/collective-metrics.ts';
import type { MatchProblem } from '../analyses/collectives.ts';
import { type CriticalPath, criticalPath } from '../analyses/critical-path/critical-path.ts';
import type { Experts } from '../analyses/experts.ts';
import { htaTables } from '../analyses/hta/tables.ts';
import type { StreamIdle } from '../analyses/idle.ts';
import type { Kernels } from '../analyses/kernels.ts';
import type { Launches } from '../analyses/launch.ts';
import { loadRank, loadStep, loadWaits } from '../analyses/load.ts';
import type { DeviceMemory } from '../analyses/memory.ts';
import type { Overlap } from '../analyses/overlap.ts';
import type { QueueLength } from '../analyses/queue.ts';
import { median } from '../analyses/statistics.ts';
import { findStragglers, type Straggler, type Stragglers } from '../analyses/stragglers.ts';
import type { Temporal } from '../analyses/temporal.ts';
import { type TrainingOps, trainingOps } from '../analyses/training-ops.ts';
import type { Run } from '../run/open.ts';
import { rankPartials, ranksOf } from './partials.ts';

export const REPORT_VERSION = 1;

export interface Report {
  readonly format: 'athanor-profile-report';
  readonly version: typeof REPORT_VERSION;
  readonly tool: string;
  readonly units: { readonly time: 'ns'; readonly size: 'bytes'; readonly bandwidth: 'GB/s' };
  readonly run: RunSummary;
  /** Worst first, only those that stand out of the noise. */
  readonly stragglers: readonly Straggler[];
  /** As slow, but by more work. */
  readonly imbalances: readonly Straggler[];
  readonly views: Stragglers['ranks'];
  readonly clocks: Clocks;
  readonly temporal: readonly Temporal[];
  readonly overlap: readonly Overlap[];
  readonly idle: readonly StreamIdle[];
  readonly kernels: Kernels;
  readonly queue: readonly QueueLength[];
  readonly bandwidth: readonly Bandwidth[];
  readonly launch: Launches;
  readonly memory: readonly DeviceMemory[];
  readonly collectives: readonly CollectiveMetrics[];
  readonly experts: Experts;
  /** Of the worst rank, in its last step but one; null where there is no host work to build it on. */
  readonly criticalPath: CriticalPath | null;
  /** Of traces that hold training operations; null for others. */
  readonly trainingOps: TrainingOps | null;
  /** What limits the answers above. */
  readonly problems: readonly Problem[];
  /** Tables as HolisticTraceAnalysis 0.5.0 makes them, in its units; with `compat` alone. */
  readonly hta?: ReturnType<typeof htaTables>;
}

export interface RunSummary {
  readonly ranks: readonly number[];
  readonly worldSize: number;
  /** Ranks of the job of which there is no input. */
  readonly missing: readonly number[];
  readonly inputs: number;
  readonly steps: readonly { readonly step: number; readonly time: number; readonly slowest: number }[];
  /** Median over the steps of the median over the ranks, ns; null without steps. */
  readonly stepTime: number | null;
}

export interface Problem {
  readonly code: string;
  readonly severity: string;
  readonly count: number;
  readonly text: string;
}

export interface ReportOptions {
  readonly compat?: 'hta';
  /** Kernel rows kept; default 200. */
  readonly kernels?: number;
  readonly progress?: (done: number, of: number) => void;
}

const KERNEL_ROWS = 200;
/** Partials merged at a time, so that what is held does not grow with the square of the ranks. */
const FAN_IN = 256;

/** @param run The whole run. @cost One pass over each rank that has no partial yet; the reduction reads partials alone. */
export async function buildReport(run: Run, options: ReportOptions = {}): Promise<Report> {
  const ranks = ranksOf(run);
  let merged: Partials[] = [];
  for (const [at, rank] of ranks.entries()) {
    options.progress?.(at, ranks.length);
    merged.push(await rankPartials(run, rank));
    if (merged.length > FAN_IN) merged = [mergePartials(merged)];
  }
  options.progress?.(ranks.length, ranks.length);
  const reduced = reduceReport(mergePartials(merged), options.kernels ?? KERNEL_ROWS);
  const problems = [...(await diagnostics(run)), ...reduced.problems];
  const summary = summaryOf(run, ranks, reduced.temporal);
  const report: Report = {
    format: 'athanor-profile-report',
    version: REPORT_VERSION,
    tool: run.manifest.tool,
    units: { time: 'ns', size: 'bytes', bandwidth: 'GB/s' },
    run: summary,
    ...reduced,
    trainingOps: await trainingOps(run),
    criticalPath: await pathOf(run, reduced.stragglers[0]?.rank ?? ranks[0]),
    problems,
  };
  if (options.compat !== 'hta') return report;
  const data = [];
  for (const rank of ranks) data.push(await loadRank(run, rank, { operators: true }));
  return { ...report, hta: htaTables(data) };
}

async function pathOf(run: Run, rank: number | undefined): Promise<CriticalPath | null> {
  if (rank === undefined) return null;
  const { data, annotation, instance } = await loadStep(run, rank);
  if (data.slices.count === 0) return null;
  return criticalPath(data, await loadWaits(run, data), annotation, instance) ?? null;
}

/** From the merged partials to everything that needs no run. */
export function reduceReport(partials: Partials, kernelRows: number) {
  const matched = ANALYSES.collectives.reduce(partials.collectives);
  const clocks = alignClocks(matched);
  const {
    stragglers,
    imbalances,
    ranks: views,
  } = findStragglers(ANALYSES.ownTime.reduce(partials.ownTime), matched, clocks);
  const kernels = ANALYSES.kernels.reduce(partials.kernels);
  return {
    stragglers,
    imbalances,
    views,
    clocks,
    temporal: ANALYSES.temporal.reduce(partials.temporal),
    overlap: ANALYSES.overlap.reduce(partials.overlap),
    idle: ANALYSES.idle.reduce(partials.idle),
    kernels: { ...kernels, rows: kernels.rows.slice(0, kernelRows) },
    queue: ANALYSES.queue.reduce(partials.queue),
    bandwidth: ANALYSES.bandwidth.reduce(partials.bandwidth),
    launch: ANALYSES.launch.reduce(partials.launch),
    memory: ANALYSES.memory.reduce(partials.memory),
    collectives: collectiveMetrics(matched),
    experts: ANALYSES.experts.reduce(partials.experts),
    problems: [...matchProblems(matched.problems), ...clockProblems(clocks)],
  };
}

function matchProblems(problems: readonly MatchProblem[]): readonly Problem[] {
  const byCode = new Map<string, MatchProblem[]>();
  for (const problem of problems) byCode.set(problem.code, [...(byCode.get(problem.code) ?? []), problem]);
  return [...byCode].map(([code, list]) => ({
    code: `collectives-${code}`,
    severity: 'warning',
    count: list.length,
    text: `${list[0]?.text ?? ''} (group ${(list[0]?.group ?? '').slice(0, 60)})`,
  }));
}

function clockProblems({ ranks }: Clocks): readonly Problem[] {
  const homes = new Set(ranks.map(({ reference }) => reference));
  if (homes.size < 2) return [];
  const text = `ranks fall into ${homes.size} sets without a common synchronising collective: times of one set are not compared with those of another`;
  return [{ code: 'clocks-unconnected', severity: 'warning', count: homes.size, text }];
}

async function diagnostics(run: Run): Promise<readonly Problem[]> {
  const rows = await run.rows(
    `SELECT code, any_value(severity) AS severity, sum(count)::BIGINT AS count, any_value(text) AS text
     FROM diag GROUP BY code ORDER BY code`,
  );
  return rows.map((row) => ({
    code: String(row['code']),
    severity: String(row['severity']),
    count: Number(row['count']),
    text: String(row['text']),
  }));
}

function summaryOf(run: Run, ranks: readonly number[], temporal: readonly Temporal[]): RunSummary {
  const known = run.manifest.parts.flatMap((part) => part.ranks.map(({ worldSize }) => worldSize ?? 0));
  const worldSize = Math.max(ranks.length, ...known);
  const present = new Set(ranks);
  const times = new Map<number, number[]>();
  for (const { steps } of temporal) {
    for (const { step, total } of steps) times.set(step, [...(times.get(step) ?? []), total]);
  }
  const steps = [...times]
    .sort(([a], [b]) => a - b)
    .map(([step, totals]) => ({
      step,
      time: median(totals),
      slowest: totals.reduce((most, time) => Math.max(most, time), 0),
    }));
  return {
    ranks,
    worldSize,
    missing: Array.from({ length: worldSize }, (_, rank) => rank).filter((rank) => !present.has(rank)),
    inputs: run.manifest.parts.length,
    steps,
    stepTime: steps.length === 0 ? null : median(steps.map(({ time }) => time)),
  };
}
