/**
 * A run that never was, with its truth: one Kineto file per rank and `truth.json`.
 * Pure and streaming: files are made one after the other, each in pieces; the same specification gives the same bytes.
 */

import { groupsOf } from './groups.ts';
import { type Clock, envelopeText, KinetoText, START_NS } from './kineto.ts';
import { signed } from './random.ts';
import { expertShares, replay, simulate } from './simulate.ts';
import { type Fault, type Spec, worldSize } from './spec.ts';

export interface GeneratedFile {
  readonly name: string;
  /** Text in order; to be read once. */
  readonly pieces: Iterable<string>;
}

/** What was put in, to hold answers against. */
export interface Truth {
  readonly version: 1;
  readonly spec: Spec;
  readonly ranks: number;
  /** Name of each group, with its ranks. */
  readonly groups: readonly {
    readonly name: string;
    readonly description: string;
    readonly ranks: readonly number[];
  }[];
  /**
   * By host: what its clock shows at true time t since `startNs` is `t + offsetNs + t * driftPpb / 1e9`.
   * Host h has the ranks from `h * ranksPerHost`.
   */
  readonly clocks: readonly Clock[];
  /** Place of the true start in the files' times, ns after their base. */
  readonly startNs: number;
  /** Time of the run and of the same run without this fault; `effect` is the first over the second, minus 1. */
  readonly faults: readonly (Fault & {
    readonly withNs: number;
    readonly withoutNs: number;
    readonly effect: number;
  })[];
  /** Ranks whose own fault costs the job time, the most costly first. */
  readonly stragglers: readonly {
    readonly rank: number;
    readonly lostNs: number;
    readonly effect: number;
    readonly why: Fault['kind'];
  }[];
  /** Share of tokens by layer and expert, in the first step; empty for dense models. */
  readonly experts: readonly (readonly number[])[];
}

export interface Generated {
  readonly truth: Truth;
  readonly files: Iterable<GeneratedFile>;
}

const CLOCK_DRAW = 11;
const PIECE = 1 << 16;
const OF_A_RANK: readonly Fault['kind'][] = ['slow-rank', 'late-loader', 'gc-pause'];
const COSTS_TIME: readonly Fault['kind'][] = [...OF_A_RANK, 'slow-link', 'expert-imbalance'];

/** The clock of each host; that of host 0 is right. */
function clocksOf(spec: Spec): readonly Clock[] {
  const hosts = Math.ceil(worldSize(spec.layout) / spec.ranksPerHost);
  return Array.from({ length: hosts }, (_, host) =>
    host === 0
      ? { offsetNs: 0, driftPpb: 0 }
      : {
          offsetNs: Math.round(spec.clocks.offsetNs * signed(spec.seed, CLOCK_DRAW, host, 0)),
          driftPpb: Math.round(spec.clocks.driftPpb * signed(spec.seed, CLOCK_DRAW, host, 1)),
        },
  );
}

/**
 * @param spec As {@link readSpec} accepted it.
 * @cost One simulation for the run and one for each fault that costs time: O(ranks · steps · operations) each.
 */
export function generate(spec: Spec): Generated {
  const groups = groupsOf(spec.layout);
  const { ends, duration } = simulate(spec, groups);
  const clocks = clocksOf(spec);
  const faults = spec.faults.map((fault) => {
    const others = { ...spec, faults: spec.faults.filter((other) => other !== fault) };
    const withoutNs = COSTS_TIME.includes(fault.kind) ? simulate(others, groups).duration : duration;
    return { ...fault, withNs: duration, withoutNs, effect: duration / withoutNs - 1 };
  });
  const stragglers = faults
    .flatMap((fault) =>
      OF_A_RANK.includes(fault.kind) && 'rank' in fault
        ? [{ rank: fault.rank, lostNs: fault.withNs - fault.withoutNs, effect: fault.effect, why: fault.kind }]
        : [],
    )
    .sort((a, b) => b.lostNs - a.lostNs);
  const layers = spec.model.experts > 0 ? spec.model.layers : 0;
  const truth: Truth = {
    version: 1,
    spec,
    ranks: worldSize(spec.layout),
    groups: groups.all.map(({ name, description, ranks }) => ({ name, description, ranks })),
    clocks,
    startNs: START_NS,
    faults,
    stragglers,
    experts: Array.from({ length: layers }, (_, layer) => expertShares(spec, layer, 0)),
  };

  function* rankText(rank: number): Generator<string, void, void> {
    const { before, after } = envelopeText(spec, rank, groups.all);
    const clock = clocks[Math.floor(rank / spec.ranksPerHost)] ?? { offsetNs: 0, driftPpb: 0 };
    const text = new KinetoText(spec, rank, clock);
    let held = before;
    text.metadata();
    for (const _ of replay(spec, rank, groups, ends[rank] ?? new Float64Array(), text)) {
      held += text.take();
      if (held.length >= PIECE) {
        yield held;
        held = '';
      }
    }
    yield held + text.take() + after;
  }

  function* files(): Generator<GeneratedFile, void, void> {
    for (let rank = 0; rank < truth.ranks; rank += 1) {
      const own = spec.faults.filter((fault) => 'rank' in fault && fault.rank === rank);
      if (own.some(({ kind }) => kind === 'missing-rank')) continue;
      const cut = own.flatMap((fault) => (fault.kind === 'truncated-file' ? [fault.keep] : []))[0];
      const pieces = (): Iterable<string> =>
        cut === undefined ? rankText(rank) : truncated(rankText(rank), rankText(rank), cut);
      yield { name: `rank-${rank}.pt.trace.json`, pieces: pieces() };
      if (own.some(({ kind }) => kind === 'duplicate-rank')) {
        yield { name: `restart.rank-${rank}.pt.trace.json`, pieces: pieces() };
      }
    }
    yield { name: 'truth.json', pieces: [`${JSON.stringify(truth, null, 2)}\n`] };
  }

  return { truth, files: { [Symbol.iterator]: files } };
}

/** The first `keep` of a text, which is made twice: once for its length. */
function* truncated(measured: Iterable<string>, again: Iterable<string>, keep: number): Generator<string, void, void> {
  let length = 0;
  for (const piece of measured) length += piece.length;
  let left = Math.floor(length * keep);
  for (const piece of again) {
    yield piece.slice(0, left);
    left -= piece.length;
    if (left <= 0) return;
  }
}
