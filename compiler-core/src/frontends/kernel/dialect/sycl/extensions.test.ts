/** Extensions: what kernels that use them compute. */

import { expect, test } from 'vitest';
import { kernelText, lowerText } from '../../../../../testkit/lower-cxx.ts';
import { computed } from '../../../../../testkit/run-cxx.ts';

const NAMESPACE = 'namespace x = sycl::ext::oneapi;';

test.each<[string, string, (k: number) => number]>([
  [
    'a ballot of a sub-group of 16: its bits, and how many said yes',
    'auto mask = x::group_ballot(it.get_sub_group(), i % 3 == 0); unsigned w; mask.extract_bits(w); b[i] = w * 100 + mask.count();',
    (k) => {
      const first = k - (k % 16);
      const bits = Array.from({ length: 16 }, (_, lane) => ((first + lane) % 3 === 0 ? 1 << lane : 0));
      return bits.reduce((a, c) => a + c) * 100 + bits.filter((bit) => bit !== 0).length;
    },
  ],
  [
    'any and none of a ballot',
    'auto m = x::group_ballot(it.get_sub_group(), i == 20); b[i] = m.any() * 2 + m.none();',
    (k) => (k >= 16 && k < 32 ? 2 : 1),
  ],
  ['four products of signed bytes', 'int p = (int)0x01ff0203; b[i] = x::dot_acc(p, p, i);', (k) => 1 + 1 + 4 + 9 + k],
])('%s', (_, body, expected) => {
  const { b, findings } = computed(body, NAMESPACE);
  expect([b, findings]).toEqual([Array.from({ length: 64 }, (_, k) => expected(k)), []]);
});

test('a global of the device is memory that the kernel gets', () => {
  const text = kernelText(
    'b[i] = table[i & 3] + count;',
    'namespace x = sycl::ext::oneapi::experimental; x::device_global<const int[4]> table {1, 2, 3, 4}; x::device_global<int> count;',
  );
  const [kernel] = lowerText(text);
  expect([kernel?.reasons, kernel?.func.params.toSorted()]).toEqual([[], ['b', 'count', 'table']]);
});

test('a buffer as other elements is the same memory', () => {
  const text = `#include <sycl/sycl.hpp>
    void f(sycl::queue &q, sycl::buffer<sycl::float4, 1> &whole, int n) {
      auto part = whole.reinterpret<float>(sycl::range<1>(n));
      q.submit([&](sycl::handler &h) {
        auto x = whole.get_access<sycl::access::mode::read>(h);
        auto y = part.get_access<sycl::access::mode::write>(h);
        h.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { y[i] = x[0].x(); });
      });
    }`;
  const [kernel] = lowerText(text);
  expect(kernel?.reasons).toEqual([]);
  expect(kernel?.text.match(/@!alias/g)?.length ?? 0).toBe(2);
});
