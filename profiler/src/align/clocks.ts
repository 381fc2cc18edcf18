/**
 * Clocks of ranks against each other, from the ends of matched synchronising collectives.
 *
 * Model: what rank r shows at a true time t is t + a(r) + b(r)·(t - t0), relative to the lowest rank of its component.
 * The members of one instance of an all-reduce, all-gather, reduce-scatter or barrier end together; starts are not used,
 * so a rank that always comes late is not taken for a late clock. Least squares over all instances at once, each with an
 * unknown common end, weighted by Huber's rule against the residuals' median; solved by conjugate gradients.
 *
 * uncertainty(r) bounds the error of the difference to the reference over the whole run:
 * p95 of |residual| + k·σ·√(1/n + max(t - t̄)²/Σ(t - t̄)²), for r and the reference, times the square root of the distance
 * in the graph of shared collectives; k is 3, or Student's t where few residuals are left. Without drift (fewer than six anchors) 50 ppm of half the span are added.
 * What two ranks of different components have to do with each other is unknown.
 * @source Becker, Rabenseifner, Wolf and Linford, "Scalable timestamp synchronization…", Parallel Computing 35, 2009 (anchors
 *         as constraints); Huber, "Robust Statistics", 1981.
 * @cost O(anchors) per iteration; at most 160 anchors of a rank are used.
 */

import { type Matched, synchronises } from '../analyses/collectives.ts';

export interface RankClock {
  readonly rank: number;
  /** Rank whose clock is the reference: the lowest of those that can be compared. */
  readonly reference: number;
  /** ns that this clock shows more than the reference at `at`. */
  readonly offset: number;
  /** Parts per thousand million; 0 where it was not fitted. */
  readonly drift: number;
  /** ns; `offset + drift` is right within it from the first anchor to the last. Null: nothing to compare with. */
  readonly uncertainty: number | null;
  readonly anchors: number;
  /** |residual| of the anchors, ns. */
  readonly residualP50: number;
  readonly residualP95: number;
}

export interface Clocks {
  /** ns relative to `Matched.base`: where offsets hold. */
  readonly at: number;
  readonly ranks: readonly RankClock[];
}

const ANCHORS = 160;
const ROUNDS = 4;
/** Of the solution against its right side: a tenth of a nanosecond in a millisecond. */
const PRECISION = 1e-8;
const HUBER = 1.5;
const FLOOR_NS = 50;
const FEW = 6;
/** Student's t at 99.5 % for 1, 2, ... degrees of freedom; 3 for more: a deviation from few residuals says little. */
const STUDENT = [63.66, 9.92, 5.84, 4.6, 4.03, 3.71, 3.5, 3.36, 3.25, 3.17];
/** What a quartz may be off, parts per million. */
const QUARTZ_PPM = 50;

/** The clock's excess over the reference at a time relative to `Matched.base`. */
export const excessAt = ({ at }: Clocks, clock: RankClock, time: number): number =>
  clock.offset + (time - at) * clock.drift * 1e-9;

interface Anchors {
  /** Instance of each anchor, ascending from 0 without holes. */
  readonly instance: Int32Array;
  readonly instances: number;
  readonly node: Int32Array;
  /** (t - t0) / S, the same for all members of an instance: otherwise a slope common to all would explain offsets. */
  readonly x: Float64Array;
  /** End minus the end of the first member of the instance. */
  readonly y: Float64Array;
  readonly t0: number;
  readonly scale: number;
}

export function alignClocks(matched: Matched): Clocks {
  const anchors = anchorsOf(matched);
  const nodes = matched.ranks.length;
  const counts = new Int32Array(nodes);
  for (const node of anchors.node) counts[node] = (counts[node] ?? 0) + 1;
  const { distance, reference } = components(anchors, nodes);
  const used = [...counts].filter((count) => count > 0).sort((a, b) => a - b);
  const withDrift = (used[used.length >> 1] ?? 0) >= FEW;
  const { a, b, residual } = solve(anchors, nodes, withDrift);
  const byNode = residualsByNode(anchors, residual, nodes);
  const freedom = Math.max(1, residual.length - nodes * (withDrift ? 2 : 1) - anchors.instances);
  const sigma = Math.sqrt(dot(residual, residual) / freedom);
  const times = STUDENT[freedom - 1] ?? 3;
  const spread = (node: number): number => {
    const { absolute, count, squares, reach } = byNode[node] ?? NOTHING;
    if (count === 0) return Number.POSITIVE_INFINITY;
    const slope = withDrift && squares > 0 ? reach ** 2 / squares : 0;
    return quantile(absolute, 0.95) + times * sigma * Math.sqrt(1 / count + slope);
  };
  return {
    at: anchors.t0,
    ranks: matched.ranks.map((rank, node): RankClock => {
      const home = reference[node] ?? node;
      const { absolute, count } = byNode[node] ?? NOTHING;
      const alone = count === 0;
      const still = withDrift ? 0 : QUARTZ_PPM * 1e-6 * anchors.scale;
      const uncertainty =
        home === node && !alone
          ? 0
          : (spread(node) + spread(home)) * Math.sqrt(Math.max(1, distance[node] ?? 1)) + still;
      return {
        rank,
        reference: matched.ranks[home] ?? rank,
        offset: alone ? 0 : Math.round((a[node] ?? 0) - (a[home] ?? 0)),
        drift: alone || !withDrift ? 0 : (((b[node] ?? 0) - (b[home] ?? 0)) / anchors.scale) * 1e9,
        uncertainty: alone ? null : Math.ceil(uncertainty),
        anchors: count,
        residualP50: Math.round(quantile(absolute, 0.5)),
        residualP95: Math.round(quantile(absolute, 0.95)),
      };
    }),
  };
}

/** At most `ANCHORS` for each rank, spread over the run; of instances with at least two members. */
function anchorsOf(matched: Matched): Anchors {
  const { offset, end, member, count } = matched;
  const eligible: number[] = [];
  const perNode = new Int32Array(matched.ranks.length);
  for (let instance = 0; instance < count; instance += 1) {
    if (!synchronises(matched.op[instance] ?? '')) continue;
    eligible.push(instance);
    for (let at = offset[instance] ?? 0; at < (offset[instance + 1] ?? 0); at += 1) {
      const node = member[at] ?? 0;
      perNode[node] = (perNode[node] ?? 0) + 1;
    }
  }
  const seen = new Int32Array(matched.ranks.length);
  const rows: { instance: number; node: number; time: number; first: number }[] = [];
  let instances = 0;
  for (const instance of eligible) {
    const from = offset[instance] ?? 0;
    const to = offset[instance + 1] ?? 0;
    let wanted = false;
    for (let at = from; at < to; at += 1) {
      const node = member[at] ?? 0;
      const total = perNode[node] ?? 0;
      const number = seen[node] ?? 0;
      seen[node] = number + 1;
      // Every k-th of a rank with too many, so that the first and the last parts of the run are in.
      if (total <= ANCHORS || Math.floor((number * ANCHORS) / total) !== Math.floor(((number - 1) * ANCHORS) / total)) {
        wanted = true;
      }
    }
    if (!wanted) continue;
    for (let at = from; at < to; at += 1) {
      rows.push({ instance: instances, node: member[at] ?? 0, time: end[at] ?? 0, first: end[from] ?? 0 });
    }
    instances += 1;
  }
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { time } of rows) {
    low = Math.min(low, time);
    high = Math.max(high, time);
  }
  const t0 = rows.length === 0 ? 0 : Math.round((low + high) / 2);
  const scale = rows.length === 0 ? 1 : Math.max(1, (high - low) / 2);
  return {
    instance: Int32Array.from(rows, ({ instance }) => instance),
    instances,
    node: Int32Array.from(rows, ({ node }) => node),
    x: Float64Array.from(rows, ({ first }) => (first - t0) / scale),
    y: Float64Array.from(rows, ({ time, first }) => time - first),
    t0,
    scale,
  };
}

/** Lowest node that each can be compared with, and how many shared collectives lie between. */
function components({ instance, node, instances }: Anchors, nodes: number) {
  const members: number[][] = Array.from({ length: instances }, () => []);
  const of: number[][] = Array.from({ length: nodes }, () => []);
  for (let at = 0; at < node.length; at += 1) {
    members[instance[at] ?? 0]?.push(node[at] ?? 0);
    of[node[at] ?? 0]?.push(instance[at] ?? 0);
  }
  const reference = new Int32Array(nodes).fill(-1);
  const distance = new Int32Array(nodes);
  const visited = new Uint8Array(instances);
  for (let root = 0; root < nodes; root += 1) {
    if (reference[root] !== -1) continue;
    reference[root] = root;
    let frontier = [root];
    for (let depth = 1; frontier.length > 0; depth += 1) {
      const next: number[] = [];
      for (const from of frontier) {
        for (const shared of of[from] ?? []) {
          if (visited[shared] === 1) continue;
          visited[shared] = 1;
          for (const to of members[shared] ?? []) {
            if (reference[to] !== -1) continue;
            reference[to] = root;
            distance[to] = depth;
            next.push(to);
          }
        }
      }
      frontier = next;
    }
  }
  return { reference, distance };
}

/** Offsets and slopes (over the scaled time) of all nodes, up to a common line for each component. */
function solve(anchors: Anchors, nodes: number, withDrift: boolean) {
  const { node, x, y } = anchors;
  const length = node.length;
  const weight = new Float64Array(length).fill(1);
  const unknowns = withDrift ? 2 * nodes : nodes;
  let solution = new Float64Array(unknowns);
  const predict = (vector: Float64Array): Float64Array => {
    const z = new Float64Array(length);
    for (let at = 0; at < length; at += 1) {
      const n = node[at] ?? 0;
      z[at] = (vector[n] ?? 0) + (withDrift ? (vector[nodes + n] ?? 0) * (x[at] ?? 0) : 0);
    }
    return z;
  };
  const gather = (values: Float64Array): Float64Array => {
    const sum = new Float64Array(unknowns);
    for (let at = 0; at < length; at += 1) {
      const n = node[at] ?? 0;
      const value = (values[at] ?? 0) * (weight[at] ?? 0);
      sum[n] = (sum[n] ?? 0) + value;
      if (withDrift) sum[nodes + n] = (sum[nodes + n] ?? 0) + value * (x[at] ?? 0);
    }
    return sum;
  };
  let residual = centre(anchors, y.slice(), weight);
  for (let round = 0; round < ROUNDS; round += 1) {
    const right = gather(centre(anchors, y.slice(), weight));
    solution = conjugateGradients((vector) => gather(centre(anchors, predict(vector), weight)), right, solution);
    residual = predict(solution);
    for (let at = 0; at < length; at += 1) residual[at] = (y[at] ?? 0) - (residual[at] ?? 0);
    centre(anchors, residual, weight);
    const scale = Math.max(FLOOR_NS, 1.4826 * quantile(residual.map(Math.abs).sort(), 0.5));
    for (let at = 0; at < length; at += 1) {
      weight[at] = Math.min(1, (HUBER * scale) / Math.max(1e-9, Math.abs(residual[at] ?? 0)));
    }
  }
  return {
    a: solution.subarray(0, nodes),
    b: withDrift ? solution.subarray(nodes) : new Float64Array(nodes),
    residual,
  };
}

/** Values minus the weighted mean of their instance, in place: what an unknown common end leaves. */
function centre({ instance, instances }: Anchors, values: Float64Array, weight: Float64Array): Float64Array {
  const sum = new Float64Array(instances);
  const total = new Float64Array(instances);
  for (let at = 0; at < values.length; at += 1) {
    const of = instance[at] ?? 0;
    const w = weight[at] ?? 0;
    sum[of] = (sum[of] ?? 0) + (values[at] ?? 0) * w;
    total[of] = (total[of] ?? 0) + w;
  }
  for (let at = 0; at < values.length; at += 1) {
    const of = instance[at] ?? 0;
    values[at] = (values[at] ?? 0) - (sum[of] ?? 0) / (total[of] ?? 1);
  }
  return values;
}

/** Solves A z = right for a symmetric positive semidefinite A; `right` lies in its range. */
function conjugateGradients(
  apply: (vector: Float64Array) => Float64Array,
  right: Float64Array,
  start: Float64Array,
): Float64Array<ArrayBuffer> {
  const z = Float64Array.from(start);
  const r = Float64Array.from(right);
  const initial = apply(z);
  for (let at = 0; at < r.length; at += 1) r[at] = (r[at] ?? 0) - (initial[at] ?? 0);
  const p = Float64Array.from(r);
  let rr = dot(r, r);
  const enough = PRECISION ** 2 * Math.max(1, dot(right, right));
  for (let iteration = 0; iteration < 300 && rr > enough; iteration += 1) {
    const applied = apply(p);
    const curvature = dot(p, applied);
    if (curvature <= 0) break;
    const alpha = rr / curvature;
    for (let at = 0; at < z.length; at += 1) {
      z[at] = (z[at] ?? 0) + alpha * (p[at] ?? 0);
      r[at] = (r[at] ?? 0) - alpha * (applied[at] ?? 0);
    }
    const next = dot(r, r);
    const beta = next / rr;
    rr = next;
    for (let at = 0; at < p.length; at += 1) p[at] = (r[at] ?? 0) + beta * (p[at] ?? 0);
  }
  return z;
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
};

interface NodeResiduals {
  /** Ascending. */
  readonly absolute: Float64Array;
  readonly count: number;
  readonly squares: number;
  /** Largest distance of a time of the run from the mean of the anchors. */
  readonly reach: number;
}

const NOTHING: NodeResiduals = { absolute: new Float64Array(), count: 0, squares: 0, reach: 0 };

function residualsByNode({ node, x }: Anchors, residual: Float64Array, nodes: number): readonly NodeResiduals[] {
  const at: number[][] = Array.from({ length: nodes }, () => []);
  for (let row = 0; row < node.length; row += 1) at[node[row] ?? 0]?.push(row);
  return at.map((rows) => {
    const meanX = rows.reduce((sum, row) => sum + (x[row] ?? 0), 0) / rows.length;
    const squares = rows.reduce((sum, row) => sum + ((x[row] ?? 0) - meanX) ** 2, 0);
    const absolute = Float64Array.from(rows, (row) => Math.abs(residual[row] ?? 0)).sort();
    return { absolute, count: rows.length, squares, reach: 1 + Math.abs(meanX) };
  });
}

/** Nearest rank of ascending values; 0 without any. */
const quantile = (ascending: Float64Array, q: number): number =>
  ascending[Math.max(0, Math.ceil(q * ascending.length) - 1)] ?? 0;
