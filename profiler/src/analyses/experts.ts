/**
 * Load of mixture-of-experts layers: tokens by layer and expert from routing logs, and tokens by rank from the splits of
 * all-to-alls.
 *
 * Per layer: max/mean of the experts' tokens; balancedness = mean / max; Gini = Σᵢ Σⱼ |xᵢ - xⱼ| / (2 n² x̄); persistence =
 * Spearman's correlation of the experts' loads in the first and the second half of the steps: near 1, the same experts are
 * hot all the time and can be placed better; near 0, they change.
 */

import type { Analysis } from './analysis.ts';
import type { RankView } from './view.ts';

export interface ExpertsPartial {
  /** Tokens by layer, expert and step. */
  readonly loads: readonly (readonly [layer: number, expert: number, step: number, tokens: number])[];
  /** Elements that all-to-alls brought to and took from each rank. */
  readonly exchanged: readonly { readonly rank: number; readonly received: number; readonly sent: number }[];
}

export interface LayerLoad {
  readonly layer: number;
  readonly experts: number;
  readonly tokens: number;
  readonly maxOverMean: number;
  readonly balancedness: number;
  readonly gini: number;
  readonly persistence: number | null;
  /** The experts with the most tokens. */
  readonly hottest: readonly { readonly expert: number; readonly tokens: number }[];
}

export interface Experts {
  readonly layers: readonly LayerLoad[];
  readonly exchanged: ExpertsPartial['exchanged'];
  /** Largest over mean of what ranks received; null without all-to-alls. */
  readonly rankImbalance: number | null;
}

const HOTTEST = 4;

export const experts: Analysis<ExpertsPartial, Experts> = { name: 'experts', version: 1, map, merge, reduce };

function map({ data }: RankView): ExpertsPartial {
  const sum = (list: readonly number[]): number => list.reduce((total, elements) => total + elements, 0);
  const exchanges = data.collectives.filter(({ outSplit, inSplit }) => outSplit.length > 0 || inSplit.length > 0);
  return {
    loads: data.experts.map(({ layer, expert, step, tokens }) => [layer, expert, step, tokens]),
    exchanged:
      exchanges.length === 0
        ? []
        : [
            {
              rank: data.rank,
              received: exchanges.reduce((total, { outSplit }) => total + sum(outSplit), 0),
              sent: exchanges.reduce((total, { inSplit }) => total + sum(inSplit), 0),
            },
          ],
  };
}

function merge(partials: readonly ExpertsPartial[]): ExpertsPartial {
  return {
    loads: partials.flatMap(({ loads }) => loads),
    exchanged: partials.flatMap(({ exchanged }) => exchanged),
  };
}

function reduce({ loads, exchanged }: ExpertsPartial): Experts {
  const layers = new Map<
    number,
    { readonly total: Map<number, number>; readonly bySteps: Map<number, Map<number, number>> }
  >();
  for (const [layer, expert, step, tokens] of loads) {
    const of = layers.get(layer) ?? {
      total: new Map<number, number>(),
      bySteps: new Map<number, Map<number, number>>(),
    };
    layers.set(layer, of);
    of.total.set(expert, (of.total.get(expert) ?? 0) + tokens);
    const at = of.bySteps.get(step) ?? new Map<number, number>();
    of.bySteps.set(step, at);
    at.set(expert, (at.get(expert) ?? 0) + tokens);
  }
  const received = exchanged.map((rank) => rank.received);
  const mean = received.reduce((sum, elements) => sum + elements, 0) / received.length;
  return {
    layers: [...layers]
      .sort(([a], [b]) => a - b)
      .map(([layer, { total, bySteps }]) => layerLoad(layer, total, bySteps)),
    exchanged: [...exchanged].sort((a, b) => a.rank - b.rank),
    rankImbalance: received.length === 0 || mean === 0 ? null : Math.max(...received) / mean,
  };
}

function layerLoad(
  layer: number,
  total: ReadonlyMap<number, number>,
  bySteps: ReadonlyMap<number, ReadonlyMap<number, number>>,
): LayerLoad {
  const ids = [...total.keys()].sort((a, b) => a - b);
  const values = ids.map((id) => total.get(id) ?? 0);
  const tokens = values.reduce((sum, value) => sum + value, 0);
  const mean = tokens / values.length;
  const max = Math.max(...values);
  const steps = [...bySteps.keys()].sort((a, b) => a - b);
  const half = steps.length >> 1;
  const loadIn = (of: readonly number[]): readonly number[] =>
    ids.map((id) => of.reduce((sum, step) => sum + (bySteps.get(step)?.get(id) ?? 0), 0));
  return {
    layer,
    experts: ids.length,
    tokens,
    maxOverMean: mean === 0 ? 1 : max / mean,
    balancedness: max === 0 ? 1 : mean / max,
    gini: gini(values),
    persistence:
      half === 0 || ids.length < 3 ? null : spearman(loadIn(steps.slice(0, half)), loadIn(steps.slice(half))),
    hottest: ids
      .map((expert) => ({ expert, tokens: total.get(expert) ?? 0 }))
      .sort((a, b) => b.tokens - a.tokens || a.expert - b.expert)
      .slice(0, HOTTEST),
  };
}

export function gini(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const total = sorted.reduce((sum, value) => sum + value, 0);
  if (total === 0) return 0;
  const n = sorted.length;
  return sorted.reduce((sum, value, at) => sum + (2 * (at + 1) - n - 1) * value, 0) / (n * total);
}

/** Correlation of ranks; ties share their mean rank. Null when one side has no order at all. */
export function spearman(a: readonly number[], b: readonly number[]): number | null {
  const [x, y] = [ranksOf(a), ranksOf(b)];
  const mean = (x.length + 1) / 2;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let at = 0; at < x.length; at += 1) {
    const [u, v] = [(x[at] ?? 0) - mean, (y[at] ?? 0) - mean];
    xy += u * v;
    xx += u * u;
    yy += v * v;
  }
  return xx === 0 || yy === 0 ? null : xy / Math.sqrt(xx * yy);
}

function ranksOf(values: readonly number[]): readonly number[] {
  const order = values.map((_, at) => at).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1] ?? 0] === values[order[from] ?? 0]) to += 1;
    for (let at = from; at <= to; at += 1) ranks[order[at] ?? 0] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return ranks;
}
