import { expect, test } from 'vitest';
import { NO_OPTIONS } from './preprocess/options.ts';
import { readKernels } from './read.ts';

const read = (text: string, path = '/a.cpp') => {
  const { kernels, unread } = readKernels({ path, text, options: NO_OPTIONS, read: () => null });
  return {
    kernels: kernels.map(({ reasons }) => reasons.map(({ reason }) => reason)),
    unread: unread.map((u) => u.reason),
  };
};
const kernel = (body: string, before = ''): string => `#include <sycl/sycl.hpp>
${before}
void f(sycl::queue &q, float *x, int n) {
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { ${body} });
}
`;

test('a launch in a template that nothing instantiates is said', () => {
  const text = kernel('x[i] = 1;').replace('void f(', 'template <typename T> void f(');
  expect(read(text)).toEqual({ kernels: [], unread: [expect.stringContaining('no kernel is read from this launch')] });
  expect(read(kernel('x[i] = 1;'))).toEqual({ kernels: [[]], unread: [] });
});

test('a macro that nobody defined may be anything: in the kernel, or in what it calls', () => {
  expect(read(kernel('float y PACKED = 1; x[i] = y;')).kernels[0]).not.toEqual([]);
  const called = kernel('x[i] = g();', 'inline float g() { UNROLL_ME for (int k = 0; k < 4; k++); return 1; }');
  expect(read(called).kernels[0]).not.toEqual([]);
});

test('what is nested deeper than the stack costs its kernel a reason, and is not lost', () => {
  const { kernels, unread } = read(kernel(`${'if (x[i] < 1) x[i] += 1;\n'.repeat(3000)}`));
  expect(kernels.length + unread.length).toBe(1);
  const deep = read(kernel(`${'if (x[i] < 1) { '.repeat(200)} x[i] = 1; ${'}'.repeat(200)}`));
  expect(deep.kernels.length + deep.unread.length).toBe(1);
});

test('more instances of one launch than are read are said', () => {
  const calls = Array.from({ length: 40 }, (_, k) => `f<${k}>(q, x, n);`).join(' ');
  const text = `${kernel('x[i] = N;').replace('void f(', 'template <int N> void f(')}
void all(sycl::queue &q, float *x, int n) { ${calls} }`;
  const { kernels, unread } = read(text);
  expect([kernels.length, unread]).toEqual([32, ['32 instances of this kernel are read, no more']]);
});
