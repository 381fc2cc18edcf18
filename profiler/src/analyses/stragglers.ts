/**
 * Ranks that hold the others up: four views, and the list of those that stand out of the noise.
 *
 * Excess of a rank in a step = its own time - median own time of its peers (ranks with the same collectives; all ranks
 * where there are no such peers). It is significant when above 2 % of the step and above four deviations of the excesses:
 * of their changes from step to step, and, with at least five peers, of their differences between ranks.
 * An excess that a rank has in the median step is held against the deviation over the root of the number of steps, and then
 * every step above 2 % counts. Where own time is too noisy, the same is asked of pauses alone: loading data, collecting
 * garbage.
 * lost = Σ of the significant excesses; score = lost / Σ of the steps' times; named when score >= 2 %.
 *
 * Views: `arrival`, how late the rank comes to its collectives by aligned clocks; `wait`, how often it is the one that
 * waits for nobody; `inflation`, its kernels against the same kernels of its peers; `gain`, the share of the time that the
 * job would win if it were like the next slowest of its peers. A view that cannot be had is null.
 *
 * A rank whose excess comes from more work (more kernels, more routed tokens) is not slow: it is an `imbalance`.
 */

import { alignClocks, type Clocks, excessAt } from '../align/clocks.ts';
import { transferTime } from './collective-metrics.ts';
import type { Matched } from './collectives.ts';
import type { OwnStep, OwnTime } from './own-time.ts';
import { median, mediansOfOthers, spread } from './statistics.ts';

export const REASONS = [
  'slow-compute',
  'slow-copies',
  'late-data',
  'gc-pause',
  'host-stall',
  'more-work',
  'expert-load',
] as const;
export type Reason = (typeof REASONS)[number];

export interface Views {
  /** Mean lateness at synchronising collectives, ns; null where clocks are not known well enough. */
  readonly arrival: number | null;
  /** Uncertainty of `arrival`, ns. */
  readonly arrivalUncertainty: number | null;
  /** Share of its collectives in which it came last. */
  readonly wait: number | null;
  /** Time of its kernels over that of the same kernels on its peers, minus 1. */
  readonly inflation: number | null;
  /** Share of the time of all steps. */
  readonly gain: number;
}

export interface Straggler {
  readonly rank: number;
  /** lost / time of all steps. */
  readonly score: number;
  /** ns. */
  readonly lost: number;
  /** Steps in which it was late; empty where the trace has none. */
  readonly steps: readonly number[];
  readonly reason: Reason;
  readonly why: string;
  readonly views: Views;
  /** Views in which this rank is the worst of its peers. */
  readonly agree: readonly (keyof Omit<Views, 'arrivalUncertainty'>)[];
}

export interface Stragglers {
  /** Worst first. */
  readonly stragglers: readonly Straggler[];
  /** As slow, but by more work. */
  readonly imbalances: readonly Straggler[];
  /** Views of every rank, in the order of ranks. */
  readonly ranks: readonly ({ readonly rank: number } & Views)[];
}

const NAMED = 0.02;
const SIGNIFICANT = 0.02;
const DEVIATIONS = 4;
const FEW_PEERS = 5;
/** Share of a quantity that its uncertainty may have. */
const TRUSTED = 0.25;

type View = keyof Omit<Views, 'arrivalUncertainty'>;

export function findStragglers(
  owns: readonly OwnTime[],
  matched: Matched,
  clocks: Clocks = alignClocks(matched),
): Stragglers {
  if (owns.length < 2) return { stragglers: [], imbalances: [], ranks: [] };
  const arrivals = arrivalsOf(matched, clocks);
  const found: Straggler[] = [];
  const ranks: ({ readonly rank: number } & Views)[] = [];
  for (const peers of peerGroups(owns)) {
    const excess = latenessOf(peers);
    const inflations = inflationsOf(peers);
    const gains = gainsOf(peers, excess.stepTime);
    const all = peers.map(({ rank }, at): { readonly rank: number } & Views => ({
      rank,
      ...(arrivals.get(rank) ?? { arrival: null, arrivalUncertainty: null, wait: null }),
      inflation: inflations[at] ?? null,
      gain: gains[at] ?? 0,
    }));
    ranks.push(...all);
    for (const [at, views] of all.entries()) {
      const late = excess.late[at] ?? [];
      const lost = late.reduce((sum, { excess: by }) => sum + by, 0);
      const score = lost / excess.total;
      const rank = peers[at];
      if (rank === undefined || !(score >= NAMED)) continue;
      const { reason, why } = reasonOf(
        rank,
        peers,
        late.map(({ at: step }) => step),
        lost,
      );
      found.push({
        rank: rank.rank,
        score,
        lost: Math.round(lost),
        steps: late.flatMap(({ at: step }) => {
          const number = rank.steps[step]?.step ?? -1;
          return number < 0 ? [] : [number];
        }),
        reason,
        why,
        views: stripRank(views),
        agree: (['arrival', 'wait', 'inflation', 'gain'] as const).filter((view) => isWorst(views, all, view)),
      });
    }
  }
  found.sort((a, b) => b.lost - a.lost || a.rank - b.rank);
  const imbalanced = ({ reason }: Straggler): boolean => reason === 'more-work' || reason === 'expert-load';
  return {
    stragglers: found.filter((each) => !imbalanced(each)),
    imbalances: found.filter(imbalanced),
    ranks: ranks.sort((a, b) => a.rank - b.rank),
  };
}

const stripRank = ({ rank: _, ...views }: { readonly rank: number } & Views): Views => views;

function isWorst(own: Views, all: readonly Views[], view: View): boolean {
  const value = own[view];
  if (value === null || value <= 0) return false;
  return all.every((other) => (other[view] ?? Number.NEGATIVE_INFINITY) <= value);
}

/** Ranks with the same signature and number of steps; those without peers are compared with all of their kind. */
function peerGroups(owns: readonly OwnTime[]): readonly (readonly OwnTime[])[] {
  const steps = mostCommon(owns.map((own) => own.steps.length));
  const whole = owns.filter((own) => own.steps.length === steps);
  const groups = new Map<string, OwnTime[]>();
  for (const own of whole) {
    const group = groups.get(own.signature);
    if (group === undefined) groups.set(own.signature, [own]);
    else group.push(own);
  }
  const alone = [...groups.values()].filter((group) => group.length < 2).flat();
  const rest = [...groups.values()].filter((group) => group.length >= 2);
  if (alone.length >= 2) return [...rest, alone];
  return rest;
}

function mostCommon(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || b - a)[0]?.[0] ?? 0;
}

interface Excesses {
  readonly total: number;
  readonly stepTime: readonly number[];
  /** By peer and step, ns. */
  readonly excess: readonly (readonly number[])[];
  /** Significant excesses of each peer: position of the step, ns. */
  readonly late: readonly (readonly { readonly at: number; readonly excess: number }[])[];
}

function excessesOf(peers: readonly OwnTime[], partOf: (step: OwnStep) => number): Excesses {
  const count = peers[0]?.steps.length ?? 0;
  const stepTime: number[] = [];
  const excess = peers.map(() => new Array<number>(count).fill(0));
  for (let step = 0; step < count; step += 1) {
    const own = peers.map(({ steps }) => {
      const of = steps[step];
      return of === undefined ? 0 : partOf(of);
    });
    stepTime.push(median(peers.map(({ steps }) => steps[step]?.total ?? 0)));
    for (const [at, other] of mediansOfOthers(own).entries()) {
      const row = excess[at];
      if (row !== undefined) row[step] = (own[at] ?? 0) - other;
    }
  }
  const usual = excess.map((row) => median(row));
  const inTime = spread(excess.flatMap((row, at) => row.map((value) => value - (usual[at] ?? 0))));
  const between = peers.length < FEW_PEERS ? 0 : spread(usual);
  const single = Number.isNaN(inTime) ? 0 : inTime;
  const noise = Math.hypot(single, between);
  // What happens in every step is known better, by the root of their number, than what happens in one.
  const steady = Math.hypot(single / Math.sqrt(Math.max(1, count)), between);
  const usualTime = median(stepTime);
  return {
    total: stepTime.reduce((sum, time) => sum + time, 0),
    stepTime,
    excess,
    late: excess.map((row, rank) => {
      const always = (usual[rank] ?? 0) > Math.max(SIGNIFICANT * usualTime, DEVIATIONS * steady);
      return row.flatMap((value, at) => {
        const least = SIGNIFICANT * (stepTime[at] ?? 0);
        return value > (always ? least : Math.max(least, DEVIATIONS * noise)) ? [{ at, excess: value }] : [];
      });
    }),
  };
}

/**
 * Steps in which a rank is late: by its own time; else by a pause of its host (loading data, collecting garbage), which is
 * told from noise when the own time is not, provided that the own time of these steps is longer too, by at least half.
 */
function latenessOf(peers: readonly OwnTime[]) {
  const own = excessesOf(peers, (step) => step.own);
  const pauses = [excessesOf(peers, ({ loading }) => loading), excessesOf(peers, ({ collecting }) => collecting)];
  const sum = (late: Excesses['late'][number]): number => late.reduce((total, { excess }) => total + excess, 0);
  const late = peers.map((_, rank) => {
    const byOwn = own.late[rank] ?? [];
    if (sum(byOwn) >= NAMED * own.total) return byOwn;
    for (const pause of pauses) {
      const byPause = pause.late[rank] ?? [];
      const owned = byPause.reduce((total, { at }) => total + (own.excess[rank]?.[at] ?? 0), 0);
      if (sum(byPause) >= NAMED * own.total && owned >= sum(byPause) / 2) return byPause;
    }
    return byOwn;
  });
  return { ...own, late };
}

/** Share of the steps' time that goes if a rank were no slower than the slowest of the others. */
function gainsOf(peers: readonly OwnTime[], stepTime: readonly number[]): readonly number[] {
  const total = stepTime.reduce((sum, time) => sum + time, 0);
  const gains = peers.map(() => 0);
  for (let step = 0; step < stepTime.length; step += 1) {
    const own = peers.map(({ steps }) => steps[step]?.own ?? 0);
    const order = own.map((_, at) => at).sort((a, b) => (own[b] ?? 0) - (own[a] ?? 0));
    const [first, second] = [order[0] ?? 0, order[1] ?? 0];
    gains[first] = (gains[first] ?? 0) + ((own[first] ?? 0) - (own[second] ?? 0)) / total;
  }
  return gains;
}

/** Kernels by name against the median over the peers, weighted by the peers' time. */
function inflationsOf(peers: readonly OwnTime[]): readonly (number | null)[] {
  const means = new Map<string, number[]>();
  for (const { topKernels } of peers) {
    for (const [name, [, time]] of Object.entries(topKernels)) {
      const list = means.get(name);
      if (list === undefined) means.set(name, [time]);
      else list.push(time);
    }
  }
  const usual = new Map(
    [...means].flatMap(([name, times]) => (times.length < 2 ? [] : [[name, median(times)] as const])),
  );
  return peers.map(({ topKernels }) => {
    let own = 0;
    let expected = 0;
    for (const [name, [calls, time]] of Object.entries(topKernels)) {
      const of = usual.get(name);
      if (of === undefined) continue;
      own += calls * time;
      expected += calls * of;
    }
    return expected === 0 ? null : own / expected - 1;
  });
}

/** Lateness by aligned clocks, and how often a rank came last, by rank. */
function arrivalsOf(
  matched: Matched,
  clocks: Clocks,
): ReadonlyMap<number, Pick<Views, 'arrival' | 'arrivalUncertainty' | 'wait'>> {
  const n = matched.ranks.length;
  const late = new Float64Array(n);
  const seen = new Int32Array(n);
  const last = new Int32Array(n);
  for (let instance = 0; instance < matched.count; instance += 1) {
    const from = matched.offset[instance] ?? 0;
    const to = matched.offset[instance + 1] ?? 0;
    const least = transferTime(matched, instance);
    let first = Number.POSITIVE_INFINITY;
    const aligned = (at: number): number => {
      const clock = clocks.ranks[matched.member[at] ?? 0];
      const start = matched.start[at] ?? 0;
      return clock === undefined ? start : start - excessAt(clocks, clock, start);
    };
    for (let at = from; at < to; at += 1) first = Math.min(first, aligned(at));
    for (let at = from; at < to; at += 1) {
      const member = matched.member[at] ?? 0;
      late[member] = (late[member] ?? 0) + aligned(at) - first;
      seen[member] = (seen[member] ?? 0) + 1;
      if ((matched.end[at] ?? 0) - (matched.start[at] ?? 0) === least) last[member] = (last[member] ?? 0) + 1;
    }
  }
  return new Map(
    matched.ranks.map((rank, node) => {
      const count = seen[node] ?? 0;
      const clock = clocks.ranks[node];
      const mean = count === 0 ? 0 : Math.round((late[node] ?? 0) / count);
      const uncertainty = clock?.uncertainty ?? null;
      const trusted = uncertainty !== null && count > 0 && uncertainty <= TRUSTED * mean;
      return [
        rank,
        {
          arrival: trusted ? mean : null,
          arrivalUncertainty: uncertainty,
          wait: count === 0 ? null : (last[node] ?? 0) / count,
        },
      ];
    }),
  );
}

const PARTS: readonly { readonly of: keyof OwnStep; readonly reason: Reason; readonly what: string }[] = [
  { of: 'compute', reason: 'slow-compute', what: 'computation' },
  { of: 'memory', reason: 'slow-copies', what: 'copies that nothing hides' },
  { of: 'loading', reason: 'late-data', what: 'waiting for the data loader' },
  { of: 'collecting', reason: 'gc-pause', what: 'garbage collection' },
  { of: 'otherIdle', reason: 'host-stall', what: 'a device without work from its host' },
];

/** The part of the own time with the largest excess over the peers in the late steps. */
function reasonOf(rank: OwnTime, peers: readonly OwnTime[], late: readonly number[], lost: number) {
  const others = peers.filter((peer) => peer !== rank);
  const excess = PARTS.map((part) => {
    const own = late.reduce((sum, step) => sum + (rank.steps[step]?.[part.of] ?? 0), 0);
    const usual = late.reduce((sum, step) => sum + median(others.map(({ steps }) => steps[step]?.[part.of] ?? 0)), 0);
    return { ...part, by: own - usual, ratio: usual > 0 ? own / usual - 1 : null };
  });
  const worst = excess.reduce((best, each) => (each.by > best.by ? each : best));
  const steps = rank.steps.length;
  const when = rank.steps[0]?.step === -1 ? '' : `, in ${late.length} of ${steps} steps`;
  const share = lost > 0 ? ` (${Math.round((100 * worst.by) / lost)} % of what it loses)` : '';
  if (worst.reason === 'slow-compute') {
    const tokens = rank.routed / Math.max(1, median(others.map(({ routed }) => routed))) - 1;
    const kernels = rank.kernels / Math.max(1, median(others.map((other) => other.kernels))) - 1;
    const ratio = worst.ratio ?? 0;
    const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
    if (rank.routed > 0 && tokens > 0.5 * ratio) {
      return {
        reason: 'expert-load' as const,
        why: `its experts get ${percent(tokens)} more tokens than those of its peers${when}`,
      };
    }
    if (kernels > 0.5 * ratio) {
      return { reason: 'more-work' as const, why: `it runs ${percent(kernels)} more kernels than its peers${when}` };
    }
    return { reason: worst.reason, why: `computation takes ${percent(ratio)} longer than on its peers${when}` };
  }
  return {
    reason: worst.reason,
    why: `${(worst.by / 1e6).toFixed(1)} ms more than its peers in ${worst.what}${share}${when}`,
  };
}
