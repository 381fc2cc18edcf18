import { expect, test } from 'vitest';
import { goldenEvents, simpleAdd } from '../../../../bench/profiler/golden-path.ts';
import { tracesFolder } from '../../../../bench/profiler/hta-samples.ts';
import { annotation, call, kernel, type Row, rankOf } from '../../test/rank-builder.ts';
import { criticalPath } from './critical-path.ts';
import { EDGE, PathGraph } from './graph.ts';

const operator = (name: string, at: number, length: number, track = 0): Row => ({
  kind: 'operator',
  name,
  at,
  for: length,
  track,
});

test('the golden path of simple_add, and a summary that adds up', async (context) => {
  const folder = tracesFolder();
  if (folder === undefined) return context.skip('needs the public traces, see CONTRIBUTING.md');
  const { path, keys } = await simpleAdd(folder);
  expect(new Set(keys)).toEqual(goldenEvents(folder));
  expect(Object.values(path.bounds).reduce((sum, time) => sum + time, 0)).toBe(path.length);
});

test('host, launch, kernel and the wait for it', () => {
  const data = rankOf(0, [
    annotation('ProfilerStep#1', 0, 1000),
    operator('aten::mm', 0, 100),
    call('cudaLaunchKernel', 50, 20, 1),
    kernel('gemm', 90, 700, { correlation: 1 }),
    call('cudaDeviceSynchronize', 110, 690, 2),
    { kind: 'sync', name: 'Context Sync', at: 110, for: 685, stream: -1, correlation: 2 },
    operator('aten::add', 820, 60),
  ]);
  const path = criticalPath(data, new Map(), 'ProfilerStep');
  // 50 to the launch, 40 from it to the kernel, 700 in it; the wait is free; 60 in the last operator.
  expect(path?.bounds).toEqual({
    cpu: 110,
    'data-loading': 0,
    'gpu-compute': 700,
    'gpu-communication': 0,
    'kernel-gap': 0,
    launch: 40,
  });
  expect([path?.length, path?.window, path?.hasSync]).toEqual([850, 1000, true]);
});

test('a kernel that waits for an event of another stream follows it', () => {
  const data = rankOf(0, [
    operator('aten::step', 0, 100),
    call('cudaLaunchKernel', 10, 5, 1),
    kernel('ncclDevKernel_AllReduce', 20, 500, { correlation: 1, stream: 20 }),
    call('cudaEventRecord', 25, 5, 9),
    call('cudaStreamWaitEvent', 32, 5, 3),
    { kind: 'sync', name: 'Stream Wait Event', at: 38, for: 1, stream: 7, correlation: 3 },
    call('cudaLaunchKernel', 40, 5, 4),
    kernel('gemm', 525, 100, { correlation: 4 }),
  ]);
  const waits = new Map([[5, { stream: 20, record: 9 }]]);
  const path = criticalPath(data, waits, '');
  expect(path?.bounds).toMatchObject({ 'gpu-communication': 500, 'gpu-compute': 100, launch: 10 });
  // Without knowing the wait the second kernel seems to be launched late.
  expect(criticalPath(data, new Map(), '')?.bounds).toMatchObject({ 'gpu-communication': 0, launch: 485 });
});

test('calls that need the lock wait for the one that ends first', () => {
  const data = rankOf(0, [
    { ...call('cudaHostAlloc', 0, 500, 0), track: 1 },
    { ...call('cudaLaunchKernel', 10, 520, 0), track: 2 },
    { ...operator('aten::tail', 540, 300, 2) },
  ]);
  const path = criticalPath(data, new Map(), '');
  // 500 holding the lock and 300 in the tail; the 30 between are those of a call that had waited.
  expect(path?.length).toBe(800);
  expect(path?.events).toHaveLength(3);
});

test('no such annotation, no path; a cycle has none either', () => {
  expect(criticalPath(rankOf(0, [operator('aten::mm', 0, 5)]), new Map(), 'nothing')).toBeUndefined();
  const graph = new PathGraph(Int32Array.of(0), Float64Array.of(0), Float64Array.of(5));
  graph.add(0, 1, EDGE.operator, 0, false);
  graph.add(1, 0, EDGE.sync, 0, false);
  expect(graph.longest()).toBeUndefined();
});
