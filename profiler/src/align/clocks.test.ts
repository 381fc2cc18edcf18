import { expect, test } from 'vitest';
import { matchCollectives, type RankCollectives } from '../analyses/collectives.ts';
import { uniform } from '../export/generator/random.ts';
import { alignClocks, excessAt } from './clocks.ts';

const JITTER = 1_000;

/** All-reduces of all ranks, every 10 ms; the clock of rank r is wrong by a(r) + b(r) t; rank `late` always comes late. */
function ranks(
  seed: number,
  clocks: readonly (readonly [number, number])[],
  count: number,
  late = -1,
): RankCollectives[] {
  const columns = Array.from({ length: count }, (_, at) => at);
  return clocks.map(([offset, ppb], rank) => {
    const shown = (time: number): number => Math.round(time + offset + time * ppb * 1e-9);
    const starts = columns.map((at) => shown(at * 1e7 + (rank === late ? 5e6 : 1e6 * uniform(seed, rank, at, 1))));
    const ends = columns.map((at) => shown(at * 1e7 + 6e6 + JITTER * uniform(seed, rank, at, 2)));
    const all = (value: number): number[] => columns.map(() => value);
    return {
      rank,
      base: '1000000',
      groups: ['0:all'],
      ops: ['allreduce'],
      group: all(0),
      op: all(0),
      seq: columns,
      step: all(-1),
      start: starts,
      duration: ends.map((end, at) => end - (starts[at] ?? 0)),
      bytes: all(8),
      groupSize: all(clocks.length),
      imbalance: all(0),
    };
  });
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('offset and drift lie within the stated uncertainty, seed %i', (seed) => {
  const truth = Array.from({ length: 5 }, (_, rank): readonly [number, number] =>
    rank === 0 ? [0, 0] : [4e6 * (uniform(seed, rank, 0, 3) - 0.5), 1e5 * (uniform(seed, rank, 0, 4) - 0.5)],
  );
  const clocks = alignClocks(matchCollectives(ranks(seed, truth, 30, 3)));
  for (const clock of clocks.ranks) {
    const [offset, ppb] = truth[clock.rank] ?? [0, 0];
    for (const time of [0, 3e8]) {
      const error = Math.abs(excessAt(clocks, clock, time) - offset - time * ppb * 1e-9);
      expect(error, `seed ${seed} rank ${clock.rank}`).toBeLessThanOrEqual((clock.uncertainty ?? 0) + 1);
    }
    // Three times the jitter of the anchors is what may be asked of it.
    if (clock.rank !== 0) expect(clock.uncertainty).toBeLessThan(3 * JITTER);
  }
});

test('few anchors give an offset, no drift, and an uncertainty that says so', () => {
  const clocks = alignClocks(
    matchCollectives(
      ranks(
        1,
        [
          [0, 0],
          [500_000, 20_000],
        ],
        3,
      ),
    ),
  );
  expect(clocks.ranks[1]?.drift).toBe(0);
  expect(Math.abs((clocks.ranks[1]?.offset ?? 0) - 500_000)).toBeLessThan(clocks.ranks[1]?.uncertainty ?? 0);
});

test('ranks that share no collective are not compared', () => {
  const [a, b] = ranks(
    1,
    [
      [0, 0],
      [0, 0],
    ],
    10,
  );
  const [c, d] = ranks(
    2,
    [
      [0, 0],
      [0, 0],
    ],
    10,
  );
  if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('four ranks');
  const clocks = alignClocks(
    matchCollectives([a, b, { ...c, rank: 2, groups: ['1:2,3'] }, { ...d, rank: 3, groups: ['1:2,3'] }]),
  );
  expect(clocks.ranks.map(({ reference }) => reference)).toEqual([0, 0, 2, 2]);
  const alone = alignClocks(matchCollectives([a]));
  expect(alone.ranks.map(({ uncertainty }) => uncertainty)).toEqual([null]);
});

test('ends of send and receive are no anchors', () => {
  const pairs = ranks(
    1,
    [
      [0, 0],
      [9_000, 0],
    ],
    10,
  ).map((rank) => ({ ...rank, ops: ['send'] }));
  expect(alignClocks(matchCollectives(pairs)).ranks.map(({ anchors }) => anchors)).toEqual([0, 0]);
});
