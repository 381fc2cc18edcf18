/** Kernels to IR: text in, text out. */

import { describe, expect, test } from 'vitest';
import { bodyOf, kernelText, lowerText } from '../../../../testkit/lower-cxx.ts';

/** What `i`, the item's number as an `int`, is in the IR. */
const I = 'int32(g0@uint64 * uint64(64) + l0@uint64)';
const body = (text: string, before = ''): string => bodyOf(kernelText(text, before)).replaceAll(I, 'I');

test('a launch: memory with its extent, loops over groups and items, constants from the host', () => {
  const text = `#include <sycl/sycl.hpp>
void scale(const float *x, float *y, int n, sycl::nd_item<1> &it) {
  const int i = it.get_global_id(0);
  if (i >= n) return;
  y[i] = x[i] * 2;
}
int main() {
  sycl::queue q;
  const int n = 100;
  float *x = sycl::malloc_device<float>(n, q);
  float *y = (float *)sycl::malloc_device(n * sizeof(float), q);
  q.submit([&](sycl::handler &h) {
    h.parallel_for<class Scale>(sycl::nd_range<1>(128, 32), [=](sycl::nd_item<1> it) { scale(x, y, n, it); });
  });
}
`;
  const [kernel] = lowerText(text);
  expect(kernel?.text).toBe(`func Scale(x, y) @!kernel(nd_range, 1, "Scale") {
  @input @gpu/global x: float32[uint64(100)] {
    @inout @gpu/global y: float32[uint64(100)] {
      @!parallel : @blockIdx.x
      for g0 in 0 : 4 : 1 {
        @!parallel : @threadIdx.x
        for l0 in 0 : 32 : 1 {
          if int32(g0@uint64 * uint64(32) + l0@uint64) >= 100 {
          }
          else {
            y[int32(g0@uint64 * uint64(32) + l0@uint64)] = x[int32(g0@uint64 * uint64(32) + l0@uint64)] * 2.0
          }
        }
      }
    }
  }
}
`);
  const store = kernel?.func.body;
  expect(store?.origin.span.file).toBe('/a.cpp');
});

describe('statements', () => {
  test.each<[string, string, string, string?]>([
    ['a range', 'for (int k = 0; k < n; k += 2) a[k] = 1;', 'for k in 0 : n[] : 2 {\na[k] = 1.0'],
    [
      'a range that counts down',
      'for (int k = n - 1; k >= 0; --k) a[k] = 1;',
      'for k in n[] - 1 : -1 : -1 {\na[k] = 1.0',
    ],
    [
      'a step that multiplies is no range',
      'for (int s = 32; s > 0; s >>= 1) a[s] = 1;',
      's[] = 32\nwhile s[] > 0 {\na[s[]] = 1.0\ns[] = @!shr(s[], 1)',
    ],
    [
      'a bound that the body changes is no range',
      'for (int k = 0; k < b[0]; k++) b[0] = k;',
      'k[] = 0\nwhile k[] < b[0] {\nb[0] = k[]\nk[] = k[] + 1',
    ],
    [
      'break is a flag, continue a structure',
      'for (int k = 0; k < n; k++) { if (b[k] == 3) break; if (k == 2) continue; a[k] = 1; }',
      'k[] = 0\nbroke[] = false\nwhile !broke[] && k[] < n[] {\nif b[k[]] == 3 {\nbroke[] = true\nelse {\nif k[] == 2 {\nelse {\na[k[]] = 1.0\nif !broke[] {\nk[] = k[] + 1',
    ],
    ['do once', 'do { a[i] = 1; } while (0);', 'a[I] = 1.0'],
    [
      'a switch that falls through',
      'switch (n) { case 1: a[i] = 1; case 2: a[i] = 2; break; default: a[i] = 3; }',
      'if n[] == 1 {\na[I] = 1.0\na[I] = 2.0\nelse {\nif n[] == 2 {\na[I] = 2.0\nelse {\na[I] = 3.0',
    ],
    ['if constexpr', 'if constexpr (sizeof(float) == 4) a[i] = 1; else b[i] = "x";', 'a[I] = 1.0'],
    ['goto', 'goto end; end: ;', '@!not_modelled("`goto`", *)\n! `goto`'],
    [
      'an argument with an effect',
      'int k = 0; b[k++] = k;',
      'k[] = 0\nt[] = k[]\nold[] = k[]\nk[] = k[] + 1\nb[old[]] = t[]',
    ],
  ])('%s', (_what, text, lines, before) => {
    expect(body(text, before)).toBe(lines);
  });
});

describe('objects', () => {
  test.each<[string, string, string, string?]>([
    [
      'a structure is its fields',
      'P p{a[i], i}; p.x += 1; a[i] = p.x; b[i] = p.k;',
      '`p.x`[] = a[I]\n`p.k`[] = I\n`p.x`[] = `p.x`[] + 1.0\na[I] = `p.x`[]\nb[I] = `p.k`[]',
      'struct P { float x; int k; };',
    ],
    [
      'a method',
      'P p(a[i]); a[i] = p.twice();',
      'v[] = a[I]\na[I] = v[] * 2.0',
      'struct P { float x; P(float v) : x(v) {} float twice() const { return x * 2; } };',
    ],
    [
      'an operator',
      'V v = V{1, a[i]} + V{2, 3}; a[i] = v.y;',
      'p[] = a[I]\na[I] = p[] + 3.0',
      'struct V { float x, y; }; V operator+(V p, V q) { return {p.x + q.x, p.y + q.y}; }',
    ],
    [
      'a vector and a swizzle',
      'sycl::float4 v(a[i]); v.x() = 2; a[i] = v.x() + v.w();',
      't[] = a[I]\nv[0] = t[]\nv[1] = t[]\nv[2] = t[]\nv[3] = t[]\nv[0] = 2.0\na[I] = v[0] + v[3]',
    ],
    [
      'an array',
      'float t[3] = {1}; t[n] = 2; a[i] = t[i];',
      't[0] = 1.0\nt[1] = 0.0\nt[2] = 0.0\nt[n[]] = 2.0\na[I] = t[I]',
    ],
    [
      'a pointer that moves',
      'float *p = a; p += n; *p = 1;',
      '`p.index`[] = int64(0)\n`p.index`[] = `p.index`[] + int64(n[])\na[`p.index`[]] = 1.0',
    ],
    ['a reference', 'float &r = a[i]; r += 1;', 'a[I] = a[I] + 1.0'],
    ['a lambda', 'auto f = [&](float x) { return x * n; }; a[i] = f(2.f);', 'a[I] = 2.0 * float32(n[])'],
    [
      'a template with a value',
      'b[i] = times<3>(i);',
      'b[I] = I * 3',
      'template <int N> int times(int x) { return x * N; }',
    ],
    [
      'the explicit specialisation of what is given',
      'b[i] = twice<5>(i) + by<7>(i);',
      'b[I] = I * 5 * 2 + (I + 7)',
      'template <int N> int by(int x) { return x + N; } template <> int by<3>(int x) { return x * 3; } template <> int by<5>(int x) { return x * 5; } template <int N> int twice(int x) { return by<N>(x) * 2; }',
    ],
    [
      'the explicit specialisation of what is deduced',
      'a[i] = same(2.f) + same(i);',
      'a[I] = 3.0 + float32(I * 3)',
      'template <class T> T same(T x) { return x + 1; } template <> int same<int>(int x) { return x * 3; }',
    ],
    [
      'a pack',
      'b[i] = sum(i, 2, n);',
      'b[I] = I + 2 + n[]',
      'template <class... T> int sum(T... x) { return (... + x); }',
    ],
    ['memory as other elements', 'sycl::float2 *p = (sycl::float2 *)a; p[i].x() = 1;', 'a_as_vec_float_2_[I, 0] = 1.0'],
  ])('%s', (_what, text, lines, before) => {
    expect(body(text, before)).toBe(lines);
  });
});

describe('items that work together', () => {
  test.each<[string, string, string]>([
    [
      'local memory and a barrier',
      'tile[it.get_local_id(0)] = 1; it.barrier(sycl::access::fence_space::local_space);',
      'tile[l0@uint64] = 1.0\n@!barrier(workGroup, local)',
    ],
    [
      'an atomic that nobody asks',
      'sycl::atomic_ref<int, sycl::memory_order::relaxed, sycl::memory_scope::device> r(b[0]); r += n;',
      '@!rmw(add, b[0], n[]) @relaxed @device',
    ],
    [
      'a reduction of the group',
      'a[i] = sycl::reduce_over_group(it.get_group(), a[i], sycl::plus<>());',
      '@!collective(@reduce.add, a[I]) @workGroup -> collected\na[I] = collected[]',
    ],
    [
      'a shuffle',
      'b[i] = sycl::shift_group_left(it.get_sub_group(), b[i], 2);',
      '@!collective(@shiftLeft, b[I], 2) @subGroup -> collected\nb[I] = collected[]',
    ],
  ])('%s', (_what, text, lines) => {
    expect(body(text)).toBe(lines);
  });
});

test('a kernel has the name of a class template that is only declared', () => {
  const text = kernelText('b[i] = n;', 'template <class T> class Fill;').replace('<class K>', '<Fill<int>>');
  expect(lowerText(text).map(({ func }) => func.kernel?.name)).toEqual(['Fill']);
});

test('an accessor without dimensions is one element', () => {
  const [kernel] = lowerText(`#include <sycl/sycl.hpp>
int main() {
  sycl::queue q;
  int *x = sycl::malloc_device<int>(64, q);
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 0> last(h);
    h.parallel_for<class Last>(sycl::nd_range<1>(64, 64), [=](sycl::nd_item<1> it) {
      if (it.get_local_id(0) == 63) last = x[63];
      sycl::group_barrier(it.get_group());
      x[it.get_global_id(0)] = last;
    });
  });
}
`);
  expect(kernel?.text).toContain('@gpu/shared last: int32[]');
  expect(kernel?.text).toMatch(/last\[\] = x\[63\]/);
});
