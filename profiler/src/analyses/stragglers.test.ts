import { expect, test } from 'vitest';
import { annotation, call, collective, kernel, type Row, rankOf } from '../test/rank-builder.ts';
import { collectives } from './collectives.ts';
import { ownTime } from './own-time.ts';
import { mediansOfOthers } from './statistics.ts';
import { findStragglers } from './stragglers.ts';
import { viewOf } from './view.ts';

/** Steps of 1 ms of computation, more on some ranks, and an all-reduce that ends for all when the last has come. */
function job(extra: (rank: number, step: number) => { readonly compute?: number; readonly load?: number }, ranks = 4) {
  const rows: Row[][] = Array.from({ length: ranks }, () => []);
  let begin = 0;
  for (let step = 0; step < 5; step += 1) {
    const more = rows.map((_, rank) => ({ compute: 0, load: 0, ...extra(rank, step) }));
    const arrivals = more.map(({ compute, load }) => begin + 50_000 + load + 1_000_000 + compute);
    const end = Math.max(...arrivals) + 20_000;
    for (const [rank, own] of rows.entries()) {
      const { compute, load } = more[rank] ?? { compute: 0, load: 0 };
      const start = begin + 50_000 + load;
      const at = 2 * step + 1;
      own.push(annotation(`ProfilerStep#${step}`, begin, end - begin));
      own.push(annotation('enumerate(DataLoader)#x.__next__', begin + 1_000, 40_000 + load));
      own.push(
        call('cudaLaunchKernel', start - 5_000, 2_000, at),
        call('cudaLaunchKernel', start - 3_000, 2_000, at + 1),
      );
      own.push(kernel('gemm', start, 1_000_000 + compute, { correlation: at }));
      const from = start + 1_000_000 + compute;
      own.push({
        ...collective('allreduce', from, end - from, { group: '0:0,1,2,3', groupSize: ranks }),
        correlation: at + 1,
      });
    }
    begin = end + 1_000;
  }
  const views = rows.map((own, rank) => viewOf(rankOf(rank, own)));
  const matched = collectives.reduce(collectives.merge(views.map((view) => collectives.map(view))));
  return findStragglers(ownTime.reduce(ownTime.merge(views.map((view) => ownTime.map(view)))), matched);
}

test('a slow rank is named with its steps, its loss and the reason, and the views agree', () => {
  const { stragglers } = job((rank) => ({ compute: rank === 2 ? 200_000 : 0 }));
  expect(stragglers).toHaveLength(1);
  const [first] = stragglers;
  expect(first).toMatchObject({ rank: 2, lost: 1_000_000, steps: [0, 1, 2, 3, 4], reason: 'slow-compute' });
  expect(first?.why).toBe('computation takes 20.0 % longer than on its peers, in 5 of 5 steps');
  expect(first?.views).toMatchObject({ arrival: 200_000, wait: 1 });
  expect(first?.views.inflation).toBeCloseTo(0.2);
  expect(first?.agree).toEqual(['arrival', 'wait', 'inflation', 'gain']);
});

test('a late loader in two steps is named for these', () => {
  const { stragglers } = job((rank, step) => ({ load: rank === 1 && step >= 3 ? 500_000 : 0 }));
  expect(stragglers.map(({ rank, steps, reason }) => [rank, steps, reason])).toEqual([[1, [3, 4], 'late-data']]);
});

test('a job on processors alone: own time is that of the host', () => {
  const views = [0, 1, 2].map((rank) => {
    const rows: Row[] = [];
    for (let step = 0, begin = 0; step < 4; step += 1, begin += 1_000_000) {
      const [load, compute] = [rank === 2 ? 400_000 : 50_000, 300_000];
      rows.push(annotation(`ProfilerStep#${step}`, begin, 990_000));
      rows.push(annotation('enumerate(DataLoader)#x.__next__', begin, load));
      rows.push({ kind: 'operator', name: 'aten::mm', at: begin + load, for: compute });
      rows.push({ ...annotation('gloo:all_reduce', begin + load + compute, 950_000 - load - compute), track: 3 });
    }
    return viewOf(rankOf(rank, rows));
  });
  const found = findStragglers(
    ownTime.reduce(ownTime.merge(views.map((view) => ownTime.map(view)))),
    collectives.reduce([]),
  );
  expect(found.stragglers.map(({ rank, reason, steps }) => [rank, reason, steps])).toEqual([
    [2, 'late-data', [0, 1, 2, 3]],
  ]);
  expect(found.stragglers[0]?.views).toMatchObject({ arrival: null, wait: null });
});

test('two slow ranks: the worse one first', () => {
  const { stragglers } = job((rank) => ({ compute: [0, 150_000, 0, 400_000, 0, 0][rank] ?? 0 }), 6);
  expect(stragglers.map(({ rank }) => rank)).toEqual([3, 1]);
});

test('nobody is named for one part in a hundred, nor where there is one rank', () => {
  expect(job((rank) => ({ compute: rank === 2 ? 10_000 : 0 })).stragglers).toEqual([]);
  expect(job(() => ({}), 1)).toEqual({ stragglers: [], imbalances: [], ranks: [] });
});

test('medians of the others', () => {
  expect(mediansOfOthers([1, 5, 3])).toEqual([4, 2, 3]);
  expect(mediansOfOthers([1, 2, 3, 10])).toEqual([3, 3, 2, 2]);
  expect(mediansOfOthers([7])).toEqual([Number.NaN]);
});
