import { expect, test } from 'vitest';
import { annotation, call, kernel, rankOf } from '../test/rank-builder.ts';
import { idle } from './idle.ts';
import { viewOf } from './view.ts';

test('gaps by class, and what the host did in them', () => {
  const view = viewOf(
    rankOf(0, [
      kernel('a', 0, 100_000, { correlation: 1 }),
      // Launched long before: the stream merely switches.
      call('cudaLaunchKernel', 10, 5, 2),
      kernel('b', 110_000, 10_000, { correlation: 2 }),
      // Launched after the end of b; data was loaded meanwhile.
      annotation('enumerate(DataLoader)#x.__next__', 130_000, 150_000),
      call('cudaLaunchKernel', 300_000, 5_000, 3),
      kernel('c', 310_000, 10_000, { correlation: 3 }),
      // Launched early, and yet late: it waited for another stream.
      call('cudaLaunchKernel', 305_000, 5_000, 4),
      kernel('d', 400_000, 10_000, { correlation: 4 }),
    ]),
  );
  expect(idle.reduce(idle.map(view))).toEqual([
    {
      rank: 0,
      stream: 7,
      gaps: 3,
      host: 190_000,
      kernel: 10_000,
      other: 80_000,
      hostBy: { collector: 0, loader: 190_000, synchronisation: 0, code: 0 },
    },
  ]);
});

test('the end of a stream is its latest end, not that of the row before', () => {
  const view = viewOf(rankOf(0, [kernel('long', 0, 100), kernel('short', 10, 10), kernel('next', 120, 5)]));
  expect(idle.map(view)[0]).toMatchObject({ gaps: 1, kernel: 20, host: 0, other: 0 });
});
