import { expect, test } from 'vitest';
import { call, kernel, rankOf } from '../test/rank-builder.ts';
import { launch } from './launch.ts';
import { viewOf } from './view.ts';

test('classes of launches, and one launch of many kernels', () => {
  const view = viewOf(
    rankOf(0, [
      call('cudaLaunchKernel', 0, 10_000, 1),
      kernel('tiny', 15_000, 5_000, { correlation: 1 }),
      call('cudaLaunchKernel', 20_000, 60_000, 2),
      kernel('late', 300_000, 70_000, { correlation: 2 }),
      call('cudaGraphLaunch', 100_000, 20_000, 3),
      kernel('g1', 380_000, 15_000, { correlation: 3, graph: 2 }),
      kernel('g2', 400_000, 15_000, { correlation: 3, graph: 2 }),
      kernel('stray', 500_000, 1_000),
    ]),
  );
  const { ranks, delay } = launch.reduce(launch.map(view));
  expect(ranks[0]).toMatchObject({ launches: 3, graphs: 1, short: 1, slowCalls: 1, lateStarts: 2, unmatched: 1 });
  expect(ranks[0]?.gpu.total).toBe(105_000);
  expect(delay.max).toBe(260_000);
});
