import { describe, expect, test } from 'vitest';
import { kernelText, lowerText } from '../../../../testkit/lower-cxx.ts';
import type { Func } from '../../../ir/nodes.ts';
import { Budget } from '../../../presburger/index.ts';
import { kernelBounds } from './bounds.ts';
import { kernelDivision } from './division.ts';
import { kernelOverflow } from './overflow.ts';

const only = (text: string): Func => {
  const [kernel] = lowerText(text);
  if (!kernel) throw new Error('no kernel');
  return kernel.func;
};

/** A kernel of 16 groups of 64 items over `p` of 1000 floats and `m` of rows * cols. */
const program = (body: string): Func =>
  only(`#include <sycl/sycl.hpp>
void launch(sycl::queue &q, int *data, int n, int rows, int cols) {
  float *p = sycl::malloc_device<float>(1000, q);
  float *m = sycl::malloc_device<float>(rows * cols, q);
  q.parallel_for(sycl::nd_range<1>(1024, 64), [=](sycl::nd_item<1> it) {
    size_t g = it.get_global_id(0);
    int i = it.get_global_id(0), l = it.get_local_id(0);
    ${body}
  });
}`);

const bounds = (body: string) => kernelBounds({ func: program(body), budget: new Budget(400_000) });

describe('in bounds', () => {
  test.each([
    ['a guard', 'if (i < 1000) p[i] = 0;'],
    ['an unsigned guard', 'if (g > 0 && g < 1001) p[g - 1] = 0;'],
    ['a grid-stride loop', 'for (int k = i; k < 1000; k += 1024) p[k] = 0;'],
    ['a while loop', 'int k = i; while (k < 1000) { p[k] = 1; k += 64; }'],
    ['a loop left by break', 'for (int k = i; k < 1000; k++) { p[k] = 1; if (p[k] > 3) break; }'],
    ['masks and shifts', 'p[(i & 511) | ((i & 256) << 1 & 256)] = 0; p[g >> 1] = 1;'],
    ['exclusive or', 'p[(i & 511) ^ 5] = 0;'],
    ['halving', 'for (int s = 32; s > 0; s >>= 1) if (l < s) p[l + s] = 0;'],
    ['a scalar by cases', 'int k = 5; if (i > 3) k = 7; p[k] = 0;'],
    ['clamping', 'p[sycl::min(sycl::max(i - 3, 0), 999)] = 0;'],
    [
      'a counter that goes on behind a loop with a branch',
      'unsigned b = l; for (int t = 0; t < 14; t++) { if (l > t) p[0] = 1; p[b] = 0; b += 64; } for (int t = 0; t < 14; t++) { b -= 64; p[b] = 1; }',
    ],
    ['rows and columns', 'int r = i / cols, c = i % cols; if (r < rows) m[r * cols + c] = 0;'],
    ['rows and columns by loops', 'for (int r = 0; r < rows; r++) for (int c = 0; c < cols; c++) m[r * cols + c] = 0;'],
  ])('%s', (_, body) => {
    const { standing, open } = bounds(body);
    expect([standing, open.map((o) => o.reason)]).toEqual(['safe', []]);
  });
});

test('a fault names the item, the value and the size', () => {
  const { standing, diagnostics } = bounds('p[i] = 0;');
  expect(standing).toBe('faulty');
  expect(diagnostics[0]).toMatchObject({
    code: 'index-out-of-bounds',
    class: 'proved',
    message: 'The subscript of `p` reaches 1023, and its size is 1000',
    witness: { text: 'work-item 1000 (group 15, local 40): the subscript is 1000, the size 1000' },
  });
  expect(diagnostics[0]?.witness?.values).toMatchObject({ global_0: '1024', local_0: '64' });
});

test('size_t below 0 wraps around, int is negative', () => {
  expect(bounds('if (g < 1000) p[g - 1] = 0;').diagnostics[0]?.message).toMatch(/: an unsigned value below 0 wraps/);
  expect(bounds('if (i < 1000) p[i - 1] = 0;').diagnostics[0]?.code).toBe('negative-index');
});

describe('no error where it is not certain', () => {
  test.each([
    [
      'a random walk of an unsigned counter',
      'unsigned h = i; for (int k = 0; k < n; k++) { h += 2654435769u; p[h >> 23] = 0; }',
    ],
    ['a subscript from memory', 'p[data[i]] = 0;'],
    ['an unsigned counter below 0', 'unsigned k = 3; for (int j = 0; j < n; j++) { if (k < 1000) p[k] = 0; k -= 1; }'],
    ['rounds that may not come', 'int k = 0; while (p[0] > k && data[k] > 0) { k++; p[k] = 1; }'],
  ])('%s', (_, body) => {
    expect(bounds(body).diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
  });
});

test('memory that no allocation is seen of is not judged, and said to be so', () => {
  const reasonOf = (body: string): string | undefined =>
    kernelBounds({ func: only(kernelText(body)), budget: new Budget(100_000) }).open[0]?.reason;
  expect(reasonOf('if (i < n) a[i] = 0;')).toBe(
    'the size of `a` is not known: in bounds if it has at least n elements',
  );
  expect(reasonOf('if (i < n && i >= 0) a[i + 2] = 0;')).toMatch(/at least n \+ 2 elements$/);
  expect(reasonOf('a[b[i]] = 0;')).toMatch(/^the size of `b` is not known/);
});

test('overflow is proved from numbers, divisors that are 0 for one item are found', () => {
  const q = (body: string) => ({ func: program(body), budget: new Budget(100_000) });
  expect(kernelOverflow(q('if (i * 4000000 < 7) p[0] = 1;')).diagnostics.map((d) => d.code)).toEqual([
    'index-overflow',
  ]);
  expect(kernelOverflow(q('if (i * 2000000 < 7) p[0] = 1;')).diagnostics).toEqual([]);
  expect(kernelDivision(q('p[0] = 100 / (i - 512);')).diagnostics[0]?.witness?.text).toMatch(/^work-item 512 /);
});
