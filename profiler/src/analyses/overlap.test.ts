import { expect, test } from 'vitest';
import { collective, kernel, rankOf } from '../test/rank-builder.ts';
import { overlap } from './overlap.ts';
import { viewOf } from './view.ts';

test('overlap and exposure, in all and by group', () => {
  const view = viewOf(
    rankOf(3, [
      kernel('gemm', 0, 100),
      collective('allreduce', 50, 100, { group: 'a:0,1' }),
      collective('allreduce', 200, 30, { group: 'b:0,2' }),
    ]),
  );
  expect(overlap.map(view)).toEqual([
    {
      rank: 3,
      communication: 130,
      overlapped: 50,
      exposed: 80,
      ratio: 50 / 130,
      groups: [
        { group: 'a:0,1', communication: 100, exposed: 50 },
        { group: 'b:0,2', communication: 30, exposed: 30 },
      ],
    },
  ]);
});

test('without communication there is no ratio', () => {
  expect(overlap.map(viewOf(rankOf(0, [kernel('gemm', 0, 5)])))[0]?.ratio).toBeNull();
});
