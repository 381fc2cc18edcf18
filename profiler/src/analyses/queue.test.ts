import { expect, test } from 'vitest';
import { call, kernel, rankOf } from '../test/rank-builder.ts';
import { queue } from './queue.ts';
import { viewOf } from './view.ts';

test('length is weighted by time, and what has no launch is counted', () => {
  const view = viewOf(
    rankOf(0, [
      call('cudaLaunchKernel', 0, 5, 1),
      call('cudaLaunchKernel', 10, 5, 2),
      kernel('a', 20, 30, { correlation: 1 }),
      kernel('b', 50, 10, { correlation: 2 }),
      kernel('stray', 70, 10),
    ]),
  );
  // 1 for 10 ns, 2 for 10 ns, 1 for 30 ns.
  expect(queue.map(view)).toEqual([
    { rank: 0, stream: 7, launches: 2, unmatched: 1, mean: 1.2, max: 2, p95: 2, empty: 0, full: 0, span: 50 },
  ]);
});

test('a graph launch is one entry', () => {
  const view = viewOf(
    rankOf(0, [
      call('cudaGraphLaunch', 0, 5, 1),
      kernel('a', 20, 5, { correlation: 1, graph: 4 }),
      kernel('b', 30, 5, { correlation: 1, graph: 4 }),
    ]),
  );
  expect(queue.map(view)[0]).toMatchObject({ launches: 1, unmatched: 0, max: 1 });
});
