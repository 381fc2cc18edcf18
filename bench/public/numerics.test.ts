import { expect, test } from 'vitest';
import type { TensorInput } from '../../compiler-core/src/exec/values.ts';
import { conv2d, matmul, matrixVector, softmax, sum } from './numerics.ts';

const tensor = (shape: readonly number[], data: readonly number[]): TensorInput => ({ dtype: 'float32', shape, data });
const values = (e: { data: ArrayLike<number> }): number[] => Array.from(e.data);

test('matrix product, matrix times vector, sum', () => {
  const a = tensor([2, 3], [1, 2, 3, 4, 5, 6]);
  expect(values(matmul(a, tensor([3, 2], [1, 0, 0, 1, 1, 1])))).toEqual([4, 5, 10, 11]);
  expect(matrixVector(a, tensor([3], [1, 10, 100]))).toMatchObject({ shape: [2] });
  expect(values(matrixVector(a, tensor([3], [1, 10, 100])))).toEqual([321, 654]);
  expect(values(sum(a))).toEqual([21]);
});

test('a convolution of ones counts the neighbours inside', () => {
  const ones = (shape: readonly number[]) => tensor(shape, new Array(shape.reduce((p, n) => p * n, 1)).fill(1));
  expect(values(conv2d(ones([3, 3, 1, 1]), ones([3, 3, 1, 1]), 1, 1))).toEqual([4, 6, 4, 6, 9, 6, 4, 6, 4]);
  expect(conv2d(ones([5, 5, 2, 3]), ones([3, 3, 2, 4]), 2, 0)).toMatchObject({ shape: [2, 2, 4, 3] });
});

test('a convolution with one weight shifts the image', () => {
  const image = tensor([2, 2, 1, 1], [1, 2, 3, 4]);
  const right = tensor([1, 3, 1, 1], [0, 0, 1]);
  expect(values(conv2d({ ...image, shape: [2, 2, 1, 1] }, right, 1, 1)).slice(2, 6)).toEqual([2, 0, 4, 0]);
});

test('softmax of logarithms is the ratio, by row', () => {
  const got = values(softmax(tensor([2, 2], [0, Math.log(3), 5, 5])));
  for (const [k, p] of [0.25, 0.75, 0.5, 0.5].entries()) expect(got[k]).toBeCloseTo(p, 6);
});
