import { expect, test } from 'vitest';
import { kernel, rankOf } from '../test/rank-builder.ts';
import { kernels } from './kernels.ts';
import { viewOf } from './view.ts';

const partial = (rank: number, ...lengths: readonly number[]) =>
  kernels.map(
    viewOf(
      rankOf(
        rank,
        lengths.map((length, at) => kernel(at % 2 === 0 ? 'gemm' : 'add', at * 1000, length)),
      ),
    ),
  );

test('sums are exact over ranks, whatever the grouping', () => {
  const [a, b, c] = [partial(0, 100, 10, 300), partial(1, 200, 20), partial(2, 50)];
  const flat = kernels.reduce(kernels.merge([a, b, c]));
  const tree = kernels.reduce(kernels.merge([kernels.merge([a, b]), kernels.merge([c])]));
  expect(tree).toEqual(flat);
  expect(flat.rows.map(({ name, calls, total, min, max, mean }) => [name, calls, total, min, max, mean])).toEqual([
    ['gemm', 4, 650, 50, 300, 163],
    ['add', 2, 30, 10, 20, 15],
  ]);
  expect(flat.ranks).toBe(3);
});

test('time is charged to combinations of classes', () => {
  const view = viewOf(
    rankOf(0, [kernel('gemm', 0, 100), kernel('ncclDevKernel_x', 60, 100, { stream: 9 }), kernel('gemm', 200, 10)]),
  );
  expect(kernels.reduce(kernels.map(view)).combinations.map(({ classes, time }) => [classes, time])).toEqual([
    ['computation', 70],
    ['communication', 60],
    ['computation+communication', 40],
  ]);
});
