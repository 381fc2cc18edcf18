/** `athanor preview FILE.cpp` as text and as JSON. */

import { expect, test } from 'vitest';
import { athanor } from '../test/cli.ts';

const files = {
  'a.cpp': `#include <sycl/sycl.hpp>
void f(sycl::queue &q, const float *a, float *b, float *c, int n) {
  q.parallel_for<class Scale>(sycl::range<1>(n), [=](sycl::id<1> i) { b[i] = a[i] * 2.0f; });
  q.wait();
  q.parallel_for<class Add>(sycl::range<1>(n), [=](sycl::id<1> i) { c[i] = b[i] + 1.0f; });
  q.wait();
  q.parallel_for<class Turn>(sycl::range<1>(n), [=](sycl::id<1> i) { b[i] = c[n - 1 - i]; });
  q.wait();
}
`,
};

test('verdicts, bytes, the dependence with both places', async () => {
  const { code, out } = await athanor(['preview', 'a.cpp'], { files });
  expect(code).toBe(0);
  expect(out).toContain(`a.cpp: 2 pairs of kernels in sequence, 1 can be fused
  1. Scale (3:3) and Add (5:3): legal
     saves 25 % of the traffic with n = 1024
`);
  expect(out).toMatch(
    /2\. Add \(5:3\) and Turn \(7:3\): refused\n.*\n {5}between 5:\d+ and 7:\d+: \w\[\d+\], first at g0/,
  );
  const brief = await athanor(['preview', 'a.cpp', '--list'], { files });
  expect(brief.out.split('\n')).toHaveLength(4);
});

test('one pair with its source', async () => {
  const { out } = await athanor(['preview', 'a.cpp', '--fuse', 'Scale,Add'], { files });
  expect(out).toContain('parallel_for<class Scale_Add>');
  expect(out).toContain('c[i] = b_value + 1.0f;');
  const json = await athanor(['preview', 'a.cpp', '--fuse', '5,7', '--format', 'json'], { files });
  expect(JSON.parse(json.out)).toMatchObject([{ verdict: 'refused', dependence: { tensor: 'c' }, source: null }]);
});

test.each([
  [['--fuse', 'Scale,Turn'], 'there is Scale,Add and Add,Turn'],
  [['--fuse', 'Scale'], 'takes two kernels'],
  [['--call', 's.fuse(1, 2)'], 'of FreeTensor'],
])('%s is refused', async (args, message) => {
  const { code, err } = await athanor(['preview', 'a.cpp', ...args], { files });
  expect(code).not.toBe(0);
  expect(err).toContain(message);
});
