import { expect, test } from 'vitest';
import { annotation, rankOf } from '../test/rank-builder.ts';
import { memory } from './memory.ts';
import { viewOf } from './view.ts';

const DEVICE = 1024 + 1;

test('peak, fragmentation, churn and growth of a leak', () => {
  const steps = [1, 2, 3, 4, 5].map((step) => annotation(`ProfilerStep#${step}`, 100 * step, 100));
  const allocated = [10, 90, 20, 30, 40, 50];
  const data = rankOf(0, steps, {
    memory: {
      time: Float64Array.from([110, 150, 190, 290, 390, 490]),
      allocated: Float64Array.from(allocated),
      reserved: Float64Array.from(allocated, () => 120),
      bytes: Float64Array.from([10, 80, -70, 10, 10, 10]),
      device: Int32Array.from(allocated, () => DEVICE),
    },
  });
  const [row] = memory.map(viewOf(data));
  expect(row).toMatchObject({
    device: 'device 0',
    events: 6,
    peak: 90,
    peakAt: 150,
    reservedAtPeak: 120,
    fragmentation: 0.25,
    churn: 120,
    growth: 10,
  });
  // Ends of steps: 20, 30, 40, 50, 50: the last did not grow.
  expect(row?.leaks).toBe(false);
});
