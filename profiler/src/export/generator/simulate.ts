/**
 * Plays the job: every rank walks its program, and a collective ends for all of its ranks when the last has arrived and
 * the data has moved. Times are true time, whole nanoseconds since the start of the run.
 *
 * A walk is resumed at each collective with the time it ended; so the same walk serves twice: over all ranks at once
 * without a visitor, which finds the ends, and over one rank with the ends known, which writes its file.
 */

import type { Group, Groups } from './groups.ts';
import { type CollectiveOp, type Op, programOf } from './program.ts';
import { normal, signed, uniform } from './random.ts';
import { type Spec, worldSize } from './spec.ts';

/** Cost of a launch on the host, latency to the device, ns. */
const LAUNCH_NS = 6_000;
const LATENCY_NS = 3_500;
const LOAD_NS = 900_000;
const OPERATOR_NS = 4_000;
const COPY_BYTES_PER_NS = 20;
/** Bytes per ns of a link, and what a collective costs before its first byte. */
const LINK_BYTES_PER_NS = 100;
const COLLECTIVE_NS = 18_000;
const LEAD_NS = 2_000_000;

const DRAW = { kernel: 1, host: 2, speed: 3, end: 4, expert: 5, transfer: 6, load: 7 } as const;

export interface Visitor {
  readonly stepBegins: (step: number, host: number) => void;
  readonly stepEnds: (step: number, host: number) => void;
  readonly load: (start: number, duration: number) => void;
  readonly pause: (start: number, duration: number) => void;
  readonly compute: (event: { host: number; start: number; duration: number; name: number; graph: number }) => void;
  readonly copy: (event: { host: number; start: number; duration: number; bytes: number }) => void;
  readonly collective: (event: CollectiveEvent) => void;
  readonly sync: (start: number, duration: number) => void;
}

export interface CollectiveEvent {
  readonly host: number;
  readonly start: number;
  readonly end: number;
  readonly op: CollectiveOp;
  readonly group: Group;
  readonly elements: number;
  /** Number of the collective in its group, from 0. */
  readonly seq: number;
  readonly overlapped: boolean;
  readonly expertLayer: number;
  readonly step: number;
}

interface Arrival {
  readonly group: Group;
  readonly seq: number;
  readonly op: CollectiveOp;
  readonly elements: number;
  readonly start: number;
  readonly step: number;
}

type Walk = Generator<Arrival, void, number>;

/** Share of the tokens of a layer that the experts of each expert-parallel rank get; sums to 1. */
export function expertShares(spec: Spec, layer: number, step: number): readonly number[] {
  const skew = spec.faults.reduce((sum, fault) => (fault.kind === 'expert-imbalance' ? fault.skew : sum), 0);
  const { experts } = spec.model;
  const weights = Array.from({ length: experts }, (_, expert) => {
    const taste = skew * normal(spec.seed, DRAW.expert, layer, expert);
    return Math.exp(taste + 0.02 * normal(spec.seed, DRAW.expert + 100, layer * 4096 + step, expert));
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Tokens the experts of one rank get in one micro-batch, relative to an even share. */
function expertFactor(spec: Spec, rank: number, layer: number, step: number): number {
  const { ep, tp, dp } = spec.layout;
  const perRank = spec.model.experts / ep;
  const place = (Math.floor(rank / tp) % dp) % ep;
  const shares = expertShares(spec, layer, step);
  let share = 0;
  for (let expert = place * perRank; expert < (place + 1) * perRank; expert += 1) share += shares[expert] ?? 0;
  return share * ep;
}

/** How much longer the kernels of a rank take in a step, faults and its own speed together. */
function speedFactor(spec: Spec, rank: number, step: number): number {
  let factor = 1 + spec.noise.rank * signed(spec.seed, DRAW.speed, rank, 0);
  for (const fault of spec.faults) {
    if (fault.kind === 'slow-rank' && fault.rank === rank && step >= fault.from && step < fault.to) {
      factor *= fault.factor;
    }
  }
  return factor;
}

const delays = (spec: Spec, kind: 'late-loader' | 'gc-pause', rank: number, step: number): number =>
  spec.faults.reduce(
    (sum, fault) =>
      fault.kind === kind && fault.rank === rank && step >= fault.from && step < fault.to ? sum + fault.delayNs : sum,
    0,
  );

/** Time to move the data once all have arrived: ring for reductions and gathers, a share to each peer for all-to-all. */
function transferNs(spec: Spec, { group, seq, op, elements, step }: Arrival): number {
  const n = group.ranks.length;
  const bytes = 2 * elements;
  const rounds = op === 'allreduce' ? (2 * (n - 1)) / n : op === 'send' || op === 'recv' ? 1 : (n - 1) / n;
  let slow = 1;
  for (const fault of spec.faults) {
    const [a, b] = fault.kind === 'slow-link' ? fault.ranks : [-1, -1];
    if (
      fault.kind === 'slow-link' &&
      step >= fault.from &&
      step < fault.to &&
      group.ranks.includes(a) &&
      group.ranks.includes(b)
    ) {
      slow *= fault.factor;
    }
  }
  const noise = 1 + 0.01 * signed(spec.seed, DRAW.transfer, group.index, seq);
  return Math.round((COLLECTIVE_NS + (slow * rounds * bytes) / LINK_BYTES_PER_NS) * noise);
}

/** One rank through all steps; yields at each collective and is resumed with its end. */
export function* walk(spec: Spec, rank: number, program: readonly Op[], visitor: Visitor | undefined): Walk {
  const { seed, noise } = spec;
  const seqs = new Map<number, number>();
  let host = LEAD_NS + Math.round(200_000 * uniform(seed, DRAW.host, rank, -1));
  let gpu = 0;
  let comm = 0;
  for (let step = 0; step < spec.steps; step += 1) {
    const speed = speedFactor(spec, rank, step);
    const pause = delays(spec, 'gc-pause', rank, step);
    const pauseAt = Math.floor(program.length / 3);
    const loads = new Map<number, number>();
    const loadOf = (layer: number): number => {
      const load = loads.get(layer) ?? expertFactor(spec, rank, layer, step);
      loads.set(layer, load);
      return load;
    };
    visitor?.stepBegins(step, host);
    for (let at = 0; at < program.length; at += 1) {
      const op = program[at];
      if (op === undefined) break;
      const key = step * program.length + at;
      if (at === pauseAt && pause > 0) {
        visitor?.pause(host, pause);
        host += pause;
      }
      if (op.kind === 'load') {
        const usual = LOAD_NS * (1 + 0.1 * uniform(seed, DRAW.load, rank, step));
        const duration = Math.round(usual + delays(spec, 'late-loader', rank, step));
        visitor?.load(host, duration);
        host += duration + OPERATOR_NS;
      } else if (op.kind === 'wait') {
        gpu = Math.max(gpu, comm);
      } else if (op.kind === 'sync') {
        const done = Math.max(host, gpu, comm) + OPERATOR_NS;
        visitor?.sync(host, done - host);
        host = done;
      } else {
        const launch = host;
        // The kernels of a graph after the first cost the host nothing.
        const launched = op.kind !== 'compute' || op.graph !== -1;
        if (launched) host += Math.round((LAUNCH_NS + OPERATOR_NS) * (1 + 0.2 * uniform(seed, DRAW.host, rank, key)));
        const ready = launch + LAUNCH_NS + LATENCY_NS;
        if (op.kind === 'compute') {
          const load = op.expertLayer === undefined ? 1 : loadOf(op.expertLayer);
          const spread = 1 + noise.kernel * normal(seed, DRAW.kernel, rank, key);
          const duration = Math.max(1_000, Math.round(op.ns * load * speed * spread));
          const start = Math.max(gpu + 1_000, ready);
          gpu = start + duration;
          visitor?.compute({ host: launch, start, duration, name: op.name, graph: op.graph ?? 0 });
        } else if (op.kind === 'copy') {
          const start = Math.max(gpu + 1_000, ready);
          const duration = Math.max(1_000, Math.round(op.bytes / COPY_BYTES_PER_NS));
          gpu = start + duration;
          visitor?.copy({ host: launch, start, duration, bytes: op.bytes });
        } else {
          const seq = seqs.get(op.group.index) ?? 0;
          seqs.set(op.group.index, seq + 1);
          const { group, elements, overlapped } = op;
          const start = Math.max(comm + 1_000, gpu + 1_000, ready);
          const end = yield { group, seq, op: op.op, elements, start, step };
          comm = end;
          if (!overlapped) gpu = end;
          const expertLayer = op.expertLayer ?? -1;
          visitor?.collective({
            host: launch,
            start,
            end,
            op: op.op,
            group,
            elements,
            seq,
            overlapped,
            expertLayer,
            step,
          });
        }
      }
    }
    visitor?.stepEnds(step, host);
    host += Math.round(30_000 * (1 + uniform(seed, DRAW.host, rank, -2 - step)));
  }
}

export interface Simulation {
  /** Ends of a rank's collectives in the order of its walk. */
  readonly ends: readonly Float64Array[];
  /** Time from the start of a rank's first step to the end of its last, the latest over ranks. */
  readonly duration: number;
}

/**
 * All ranks at once.
 * @cost O(ranks · steps · operations); memory is a double for each collective of each rank.
 */
export function simulate(spec: Spec, groups: Groups): Simulation {
  const ranks = worldSize(spec.layout);
  const ends: Float64Array[] = [];
  const counts = new Int32Array(ranks);
  const walks: Walk[] = [];
  let duration = 0;
  const timer: Visitor = {
    ...SILENT,
    stepEnds: (_, host) => {
      duration = Math.max(duration, host);
    },
  };
  for (let rank = 0; rank < ranks; rank += 1) {
    const program = programOf(rank, spec, groups);
    const collectives = program.reduce((sum, op) => (op.kind === 'collective' ? sum + 1 : sum), 0);
    ends.push(new Float64Array(collectives * spec.steps));
    walks.push(walk(spec, rank, program, timer));
  }
  const pending = new Map<number, { arrivals: number; latest: number }>();
  const ready: { rank: number; end: number }[] = [];
  const advance = (rank: number, end: number | undefined): void => {
    const step = end === undefined ? walks[rank]?.next() : walks[rank]?.next(end);
    if (step === undefined || step.done === true) return;
    const arrival = step.value;
    const { group, seq, start } = arrival;
    // A rank waits in one collective at a time, so a group has one open at a time.
    const open = pending.get(group.index) ?? { arrivals: 0, latest: 0 };
    open.arrivals += 1;
    open.latest = Math.max(open.latest, start);
    pending.set(group.index, open);
    if (open.arrivals < group.ranks.length) return;
    pending.delete(group.index);
    const common = open.latest + transferNs(spec, arrival);
    for (const member of group.ranks) {
      const spread = spec.noise.endNs * uniform(spec.seed, DRAW.end, group.index * 8192 + member, seq);
      ready.push({ rank: member, end: common + Math.round(spread) });
    }
  };
  const drain = (): void => {
    for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
      const at = counts[next.rank] ?? 0;
      const list = ends[next.rank];
      if (list !== undefined) list[at] = next.end;
      counts[next.rank] = at + 1;
      advance(next.rank, next.end);
    }
  };
  for (let rank = 0; rank < ranks; rank += 1) {
    advance(rank, undefined);
    drain();
  }
  if (pending.size > 0) throw new Error('the generated program deadlocks');
  return { ends, duration };
}

/** One rank again, with the ends known; yields after each collective, when the visitor has seen all before it. */
export function* replay(
  spec: Spec,
  rank: number,
  groups: Groups,
  ends: Float64Array,
  visitor: Visitor,
): Generator<void, void, void> {
  const steps = walk(spec, rank, programOf(rank, spec, groups), visitor);
  let at = 0;
  let state = steps.next();
  while (state.done !== true) {
    state = steps.next(ends[at] ?? 0);
    at += 1;
    yield;
  }
}

const nothing = (): void => {};
const SILENT: Visitor = {
  stepBegins: nothing,
  stepEnds: nothing,
  load: nothing,
  pause: nothing,
  compute: nothing,
  copy: nothing,
  collective: nothing,
  sync: nothing,
};
