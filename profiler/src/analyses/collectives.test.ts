import { expect, test } from 'vitest';
import { collective, type Row, rankOf } from '../test/rank-builder.ts';
import { collectiveMetrics } from './collective-metrics.ts';
import { busFactor, bytesOf, collectives } from './collectives.ts';
import { viewOf } from './view.ts';

const match = (...ranks: readonly (readonly Row[])[]) =>
  collectives.reduce(collectives.merge(ranks.map((rows, rank) => collectives.map(viewOf(rankOf(rank, rows))))));

test('the shortest member is the transfer, the rest is waiting', () => {
  const matched = match(
    [collective('allreduce', 0, 100), collective('allreduce', 200, 20)],
    [collective('allreduce', 60, 40), collective('allreduce', 190, 30)],
  );
  expect(matched.problems).toEqual([]);
  const [row] = collectiveMetrics(matched);
  expect(row).toMatchObject({ op: 'allreduce', size: 2, recorded: 2, calls: 2, bytes: 8000, time: 60, wait: 70 });
  // 8,000 bytes in 60 ns; an all-reduce of two moves each byte once.
  expect(row?.busbw).toBeCloseTo(8000 / 60);
});

test('sequence numbers match where counts differ; without them the group is refused', () => {
  const numbered = match(
    [collective('allreduce', 0, 10, { seq: 4 })],
    [collective('allreduce', 0, 10, { seq: 3 }), collective('allreduce', 20, 10, { seq: 4 })],
  );
  expect(numbered.count).toBe(1);
  const bare = match(
    [collective('allreduce', 0, 10)],
    [collective('allreduce', 0, 10), collective('allreduce', 20, 10)],
  );
  expect(bare.count).toBe(0);
  expect(bare.problems.map(({ code }) => code)).toEqual(['counts-differ']);
});

test('a send and its receive are one instance, and absent members are said', () => {
  const pair = match([collective('send', 0, 50)], [collective('recv', 40, 10)]);
  expect([pair.count, collectiveMetrics(pair)[0]?.op]).toEqual([1, 'send/recv']);
  const short = match(
    [collective('allreduce', 0, 5, { groupSize: 4 })],
    [collective('allreduce', 0, 5, { groupSize: 4 })],
  );
  expect(short.problems.map(({ code }) => code)).toEqual(['members-missing']);
});

test('ranks with other bases are put on one axis', () => {
  const late = collectives.map(viewOf(rankOf(1, [collective('allreduce', 0, 10)], { base: 1_000n })));
  const early = collectives.map(viewOf(rankOf(0, [collective('allreduce', 995, 15)])));
  const matched = collectives.reduce(collectives.merge([late, early]));
  expect([...matched.start]).toEqual([995, 1000]);
});

test('sizes and bus factors', () => {
  expect(bytesOf('_allgather_base', 'BFloat16', 10, 40)).toBe(80);
  expect(bytesOf('reduce_scatter', 'Float', 40, 10)).toBe(160);
  expect(['allreduce', 'reduce_scatter', 'all_to_allv', 'broadcast'].map((op) => busFactor(op, 4))).toEqual([
    1.5, 0.75, 0.75, 1,
  ]);
});
