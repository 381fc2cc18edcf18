/** The library's straggler vote and its diff of two traces. */

import { type HtaFrame, type HtaRow, iterationOf } from './frame.ts';
import { byText, groupBy, moments } from './numbers.ts';

interface RankRow extends HtaRow {
  readonly rank: number;
}

/** Ranks that most often start the chosen collective last; undefined where the library fails for want of such kernels. */
export function potentialStragglers(frames: readonly HtaFrame[], candidates = 2): readonly number[] | undefined {
  const stepped = new Set(frames.flatMap(({ rows }) => rows.flatMap(iterationOf)));
  const rows: RankRow[] = frames.flatMap(({ rank, rows: own }) =>
    own.filter(({ iteration }) => stepped.has(iteration)).map((row) => ({ ...row, rank })),
  );
  const iterations = new Set(rows.map(({ iteration }) => iteration));
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { ts, dur } of rows) {
    first = Math.min(first, ts);
    last = Math.max(last, ts + dur);
  }
  const stepTime = (last - first) / iterations.size;
  const long = rows.filter(
    ({ stream, iteration, dur, name }) =>
      stream > 0 && iteration > 0 && dur >= stepTime * 0.01 && name.startsWith('ncclKernel'),
  );
  const lastOf = new Map<string, RankRow>();
  for (const row of long) lastOf.set([row.rank, row.stream, row.iteration, row.name].join('\n'), row);
  const chosen = [...lastOf.values()];
  const spread = groupBy(chosen, ({ stream, name }) => `${stream}\n${name}`);
  let best: readonly RankRow[] | undefined;
  let widest = Number.NEGATIVE_INFINITY;
  for (const of of spread.values()) {
    const deviations = [...groupBy(of, ({ iteration }) => iteration).values()]
      .map((ranks) => moments(ranks.map(({ dur }) => dur / stepTime)).std)
      .filter((deviation) => !Number.isNaN(deviation));
    const mean = moments(deviations).mean;
    if (mean > widest) {
      widest = mean;
      best = of;
    }
  }
  if (best === undefined) return undefined;
  const votes = new Map(best.map(({ rank }) => [rank, 0]));
  for (const of of groupBy(best, ({ iteration }) => iteration).values()) {
    const threshold = [...of].sort((a, b) => b.ts - a.ts)[candidates - 1]?.ts;
    if (threshold === undefined) return undefined;
    for (const { rank, ts } of of) if (ts >= threshold) votes.set(rank, (votes.get(rank) ?? 0) + 1);
  }
  return [...votes]
    .sort(([a, x], [b, y]) => y - x || a - b)
    .slice(0, candidates)
    .map(([rank]) => rank);
}

export interface DiffRow {
  readonly name: string;
  readonly control_counts: number;
  readonly control_total_duration: number;
  readonly test_counts: number;
  readonly test_total_duration: number;
  readonly diff_counts: number;
  readonly diff_duration: number;
  readonly counts_change_categories: '+' | '-' | '=';
}

/** Counts and times by name, of the first iteration of each side. Frames are as parsed, not trimmed. */
export function compareTraces(control: HtaFrame, test: HtaFrame): readonly DiffRow[] {
  const sides = [control, test].map((frame) => summary(frame));
  const names = new Set(sides.flatMap((side) => [...side.keys()]));
  const rows = [...names].map((name): DiffRow => {
    const [a, b] = sides.map((side) => side.get(name) ?? { counts: 0, time: 0 });
    const [before, after] = [a ?? { counts: 0, time: 0 }, b ?? { counts: 0, time: 0 }];
    const more = after.counts - before.counts;
    return {
      name,
      control_counts: before.counts,
      control_total_duration: before.time,
      test_counts: after.counts,
      test_total_duration: after.time,
      diff_counts: more,
      diff_duration: after.time - before.time,
      counts_change_categories: more > 0 ? '+' : more < 0 ? '-' : '=',
    };
  });
  return rows.sort((a, b) => b.diff_duration - a.diff_duration || byText(a.name, b.name));
}

function summary({ rows }: HtaFrame): Map<string, { counts: number; time: number }> {
  // The first iteration is that whose name was first seen by the library's table of names: the alphabetically first.
  const first = rows.flatMap(({ name }) => (name.startsWith('ProfilerStep#') ? [Number(name.slice(13))] : []));
  const iteration = Math.min(...first);
  const result = new Map<string, { counts: number; time: number }>();
  for (const row of rows) {
    if (row.iteration !== iteration) continue;
    const known = result.get(row.name) ?? { counts: 0, time: 0 };
    result.set(row.name, { counts: known.counts + 1, time: known.time + row.dur });
  }
  return result;
}
