import { expect, test } from 'vitest';
import { annotation, call, kernel, rankOf } from '../test/rank-builder.ts';
import { temporal } from './temporal.ts';
import { viewOf } from './view.ts';

test('the four parts add up to the window, and synchronisation is no activity', () => {
  const view = viewOf(
    rankOf(0, [
      kernel('gemm', 0, 100),
      kernel('ncclDevKernel_AllReduce', 50, 100, { stream: 20 }),
      { kind: 'copy', name: 'Memcpy HtoD', at: 140, for: 20, stream: 8 },
      { kind: 'sync', name: 'Stream Sync', at: 160, for: 40, stream: 7 },
      kernel('gemm', 200, 50),
    ]),
  );
  expect(temporal.reduce(temporal.map(view))).toEqual([
    { rank: 0, total: 250, compute: 150, exposedCommunication: 50, exposedMemory: 10, idle: 40, steps: [] },
  ]);
});

test('windows of steps follow each other without a gap; loading before the first kernel counts', () => {
  const view = viewOf(
    rankOf(0, [
      annotation('ProfilerStep#4', 0, 100),
      call('cudaLaunchKernel', 60, 5, 1),
      kernel('gemm', 70, 20, { correlation: 1 }),
      annotation('ProfilerStep#5', 100, 100),
      call('cudaLaunchKernel', 150, 5, 2),
      // Ends after its step on the host has ended.
      kernel('gemm', 160, 60, { correlation: 2 }),
    ]),
  );
  const [row] = temporal.map(view);
  expect(row?.steps.map(({ step, total, compute, idle }) => [step, total, compute, idle])).toEqual([
    [4, 90, 20, 70],
    [5, 130, 60, 70],
  ]);
});

test('a rank without any work has no row', () => {
  expect(temporal.map(viewOf(rankOf(0, [annotation('ProfilerStep#1', 0, 10)])))).toEqual([]);
});
