/**
 * ByteDance's traces of stragglers: Parquet with one row for each operation of a step.
 * `start_ts` restarts every step, so steps are laid one after the other, each as long as its latest end.
 * Source: StragglerAnalysis, `data/README` and the columns themselves.
 */

import { type ParquetCell, readParquet } from '../../run/read-parquet.ts';
import { bareRank, type RankFacts, type ReadContext, type ReadResult } from '../reader.ts';

const NEEDED = ['rank', 'step', 'optype', 'start_ts', 'duration'];
/** Between two steps, so that they do not touch. */
const GAP_NS = 1_000_000;

const number = (cell: ParquetCell | undefined): number | null =>
  typeof cell === 'number' ? cell : typeof cell === 'bigint' ? Number(cell) : null;

const ns = (seconds: number): number => Math.round(seconds * 1e9);

/** Null when the columns are others. @param path The reading is not from front to back, so it has to be a file. */
export const readByteDance = async ({ path, begin, diags }: ReadContext): Promise<ReadResult | null> => {
  if (path === null) return null;
  const lengths = new Map<number, number>();
  let rows = 0;
  let columns: readonly string[];
  try {
    columns = await readParquet(path, [], (cells) => {
      const step = number(cells['step']) ?? 0;
      const end = ns((number(cells['start_ts']) ?? 0) + (number(cells['duration']) ?? 0));
      lengths.set(step, Math.max(lengths.get(step) ?? 0, end));
    });
  } catch (error) {
    diags.add('unreadable-input', error instanceof Error ? (error.message.split('\n')[0] ?? '') : '');
    return null;
  }
  if (!NEEDED.every((name) => columns.includes(name))) return null;
  const starts = new Map<number, number>();
  let next = 0;
  for (const step of [...lengths.keys()].sort((a, b) => a - b)) {
    starts.set(step, next);
    next += (lengths.get(step) ?? 0) + GAP_NS;
  }
  const part = begin(false);
  const slices = part.table('slice');
  const ops = part.table('training_op');
  const ranks = new Map<number, { count: number; first: number; last: number }>();
  const names = new Map<string, number>();
  await readParquet(path, ['rank', 'step', 'start_ts', 'optype'], (cells) => {
    const rank = number(cells['rank']) ?? 0;
    const step = number(cells['step']) ?? 0;
    const start = number(cells['start_ts']) ?? 0;
    const duration = number(cells['duration']) ?? 0;
    const op = String(cells['optype'] ?? '');
    const state = ranks.get(rank) ?? { count: 0, first: Number.POSITIVE_INFINITY, last: 0 };
    if (state.count === 0) part.table('track').add({ rank, track: 0, pid: String(rank), tid: '0' });
    ranks.set(rank, state);
    const key = `${rank} ${op}`;
    const name = names.get(key) ?? names.size;
    if (!names.has(key)) {
      names.set(key, name);
      part.table('name').add({ rank, id: name, text: op });
    }
    const ts = (starts.get(step) ?? 0) + ns(start);
    const dur = Math.max(0, ns(duration));
    const id = state.count++;
    if (duration < 0) diags.add('negative-duration', `${duration} s`);
    slices.add({ rank, id, track: 0, ts, dur, name, cat: op, step });
    ops.add({
      rank,
      id,
      step,
      dp_rank: number(cells['dp_rank']) ?? 0,
      stage: number(cells['stage']) ?? 0,
      op,
      start,
      duration,
      seq_id: number(cells['seq_id']),
      mc: number(cells['mc']),
      mb_id: number(cells['mb_id']),
      gmc: number(cells['gmc']),
    });
    state.first = Math.min(state.first, ts);
    state.last = Math.max(state.last, ts + dur);
    rows++;
  });
  const facts = [...ranks].map(
    ([rank, { count, first, last }]): RankFacts => ({ ...bareRank(rank), slices: count, firstNs: first, lastNs: last }),
  );
  return { format: 'bytedance', events: rows, phases: {}, ranks: facts, groups: [], fault: null };
};
