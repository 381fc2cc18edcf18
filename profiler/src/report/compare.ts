/**
 * What changed between two runs: the step, where the time of the devices went, kernels by normalised name.
 *
 * Kernels are compared by mean time of a call, with the interval of Welch for the difference of means at 95 %:
 * d ± 1.96·√(s₁²/n₁ + s₂²/n₂). Verdict: `slower` or `faster` when the interval leaves out zero and |d| is at least 3 % of
 * the base; `same` when the whole interval lies within 3 %; else `unsure`. Calls within one run hang together, so
 * the interval says how sure the means are for these two runs, not whether a third run would agree.
 * @source Welch, "The generalization of Student's problem…", Biometrika 34, 1947.
 */

import type { KernelClass } from '../analyses/kernel-class.ts';
import type { KernelRow } from '../analyses/kernels.ts';
import { normalName } from '../analyses/normal-name.ts';
import type { Report } from './report.ts';

export const DIFF_VERSION = 1;
const LEAST_EFFECT = 0.03;

export type Verdict = 'slower' | 'faster' | 'same' | 'unsure' | 'added' | 'removed';

export interface Change {
  readonly before: number | null;
  readonly after: number | null;
  /** after / before. */
  readonly ratio: number | null;
}

export interface KernelChange {
  readonly class: KernelClass;
  readonly name: string;
  readonly calls: Change;
  /** ns over all ranks. */
  readonly total: Change;
  /** ns of a call. */
  readonly mean: Change;
  /** Difference of the means, ns, 95 %; null where one side has fewer than two calls. */
  readonly interval: readonly [number, number] | null;
  readonly verdict: Verdict;
}

export interface Diff {
  readonly format: 'athanor-profile-diff';
  readonly version: typeof DIFF_VERSION;
  /** Figures of the runs: `stepTime` in ns, shares of the devices' time otherwise. */
  readonly metrics: Readonly<
    Record<'stepTime' | 'compute' | 'exposedCommunication' | 'exposedMemory' | 'idle', Change>
  >;
  /** Largest change of the total first. */
  readonly kernels: readonly KernelChange[];
  /** What makes the runs hard to compare. */
  readonly problems: readonly string[];
}

const change = (before: number | null, after: number | null): Change => ({
  before,
  after,
  ratio: before === null || after === null || before === 0 ? null : after / before,
});

/** @param before, after Reports made with all their kernels. */
export function diffReports(before: Report, after: Report): Diff {
  const share = (
    { temporal }: Report,
    part: 'compute' | 'exposedCommunication' | 'exposedMemory' | 'idle',
  ): number | null => {
    const total = temporal.reduce((sum, row) => sum + row.total, 0);
    return total === 0 ? null : temporal.reduce((sum, row) => sum + row[part], 0) / total;
  };
  const metric = (part: 'compute' | 'exposedCommunication' | 'exposedMemory' | 'idle'): Change =>
    change(share(before, part), share(after, part));
  const problems: string[] = [];
  if (before.run.worldSize !== after.run.worldSize) {
    problems.push(`the jobs have ${before.run.worldSize} and ${after.run.worldSize} ranks`);
  }
  if (before.run.ranks.length !== after.run.ranks.length) {
    problems.push(
      `${before.run.ranks.length} and ${after.run.ranks.length} ranks were recorded: totals are over these`,
    );
  }
  if (before.run.steps.length !== after.run.steps.length) {
    problems.push(
      `${before.run.steps.length} and ${after.run.steps.length} steps were recorded: compare means, not totals`,
    );
  }
  return {
    format: 'athanor-profile-diff',
    version: DIFF_VERSION,
    metrics: {
      stepTime: change(before.run.stepTime, after.run.stepTime),
      compute: metric('compute'),
      exposedCommunication: metric('exposedCommunication'),
      exposedMemory: metric('exposedMemory'),
      idle: metric('idle'),
    },
    kernels: kernelChanges(before.kernels.rows, after.kernels.rows),
    problems,
  };
}

interface Pooled {
  readonly class: KernelClass;
  readonly name: string;
  calls: number;
  total: number;
  /** Σ (n - 1) s² + n (mean - 0)², to pool rows of one normalised name. */
  squares: number;
}

function pool(rows: readonly KernelRow[]): ReadonlyMap<string, Pooled> {
  const pooled = new Map<string, Pooled>();
  for (const row of rows) {
    const name = normalName(row.name);
    const key = `${row.class}|${name}`;
    const of = pooled.get(key) ?? { class: row.class, name, calls: 0, total: 0, squares: 0 };
    pooled.set(key, of);
    of.calls += row.calls;
    of.total += row.total;
    of.squares += (row.calls - 1) * row.deviation ** 2 + row.total ** 2 / row.calls;
  }
  return pooled;
}

function kernelChanges(before: readonly KernelRow[], after: readonly KernelRow[]): readonly KernelChange[] {
  const [a, b] = [pool(before), pool(after)];
  const rows = [...new Set([...a.keys(), ...b.keys()])].map((key): KernelChange => {
    const [old, now] = [a.get(key), b.get(key)];
    const mean = (of: Pooled | undefined): number | null => (of === undefined ? null : of.total / of.calls);
    const interval = old === undefined || now === undefined ? null : welch(old, now);
    return {
      class: (old ?? now)?.class ?? 'computation',
      name: (old ?? now)?.name ?? '',
      calls: change(old?.calls ?? null, now?.calls ?? null),
      total: change(old?.total ?? null, now?.total ?? null),
      mean: change(mean(old), mean(now)),
      interval,
      verdict: verdictOf(old, now, interval),
    };
  });
  const moved = ({ total }: KernelChange): number => Math.abs((total.after ?? 0) - (total.before ?? 0));
  return rows.sort((x, y) => moved(y) - moved(x) || (x.name < y.name ? -1 : 1));
}

const variance = ({ calls, total, squares }: Pooled): number =>
  Math.max(0, (squares - total ** 2 / calls) / (calls - 1));

function welch(before: Pooled, after: Pooled): readonly [number, number] | null {
  if (before.calls < 2 || after.calls < 2) return null;
  const difference = after.total / after.calls - before.total / before.calls;
  const half = 1.96 * Math.sqrt(variance(before) / before.calls + variance(after) / after.calls);
  return [difference - half, difference + half];
}

function verdictOf(
  before: Pooled | undefined,
  after: Pooled | undefined,
  interval: readonly [number, number] | null,
): Verdict {
  if (before === undefined) return 'added';
  if (after === undefined) return 'removed';
  if (interval === null) return 'unsure';
  const least = (LEAST_EFFECT * before.total) / before.calls;
  const [low, high] = interval;
  const middle = (low + high) / 2;
  if (low > 0 && middle >= least) return 'slower';
  if (high < 0 && -middle >= least) return 'faster';
  return low > -least && high < least ? 'same' : 'unsure';
}
