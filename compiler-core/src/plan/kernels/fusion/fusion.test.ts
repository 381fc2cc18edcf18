/** Fusion of kernels: what is legal, what the fused source says, and that it computes the same. */

import { describe, expect, test } from 'vitest';
import { compareFused, fusedText, fusionsIn } from '../../../../../bench/lib/fusion-check.ts';

const program = (body: string): string => `#include <sycl/sycl.hpp>
int main() {
  sycl::queue q;
  constexpr size_t N = 64;
  float *a = sycl::malloc_shared<float>(N, q), *b = sycl::malloc_shared<float>(N, q), *c = sycl::malloc_shared<float>(N, q);
${body}
}
`;
const two = (
  first: string,
  second: string,
  between = '  q.wait();',
  range = 'sycl::range<1>(N)',
  item = 'sycl::id<1> i',
): string =>
  program(`  q.parallel_for(${range}, [=](${item}) { ${first} });
${between}
  q.parallel_for(${range}, [=](${item}) { ${second} });
  q.wait();`);

const only = (text: string) => {
  const [fusion, ...more] = fusionsIn('/main.cpp', text);
  expect(more).toEqual([]);
  if (!fusion) throw new Error('no pair');
  return fusion;
};

describe('legality', () => {
  test.each<[string, string, string, string]>([
    ['the same element', 'b[i] = a[i];', 'c[i] = b[i];', 'legal'],
    ['nothing in common', 'b[i] = 1.0f;', 'c[i] = a[i];', 'legal'],
    ['both only read it', 'b[i] = a[i];', 'c[i] = a[N - 1 - i];', 'legal'],
    ['a neighbour', 'b[i] = a[i];', 'c[i] = b[(i + 1) % N];', 'refused'],
    ['overwritten before others read it', 'b[i] = a[(i + 1) % N];', 'a[i] = 0.0f;', 'refused'],
    ['written twice', 'b[i] = a[i];', 'b[N - 1 - i] = c[i];', 'refused'],
    ['by data', 'b[i] = a[i];', 'c[i] = b[int(a[i])];', 'undecided'],
  ])('%s: %s', (_, first, second, wanted) => {
    const { verdict } = only(two(first, second));
    expect(verdict.kind).toBe(wanted);
    if (verdict.kind === 'refused')
      expect(verdict.blocking?.witness).toMatch(/^\w\[\d+\], first at g0 = \d+, then at g0 = \d+/);
  });

  test('other items of the group: with a barrier', () => {
    const text = two(
      'b[i.get_global_id(0)] = a[i.get_global_id(0)];',
      'c[i.get_global_id(0)] = b[i.get_group(0) * 16 + 15 - i.get_local_id(0)];',
      '',
      'sycl::nd_range<1>(N, 16)',
      'sycl::nd_item<1> i',
    );
    const fusion = only(text);
    expect(fusion.verdict).toEqual({ kind: 'legal', barrier: true });
    expect(fusedText(text, fusion)).toContain('sycl::group_barrier(i.get_group());');
    expect(compareFused('/main.cpp', text, fusion, 1)).toBeNull();
    const without = fusedText(text, fusion)?.replace('sycl::group_barrier(i.get_group());', '') ?? '';
    expect(fusionsIn('/main.cpp', without)).toEqual([]);
  });

  test('other ranges', () => {
    const text = program(`  q.parallel_for(sycl::range<1>(N), [=](sycl::id<1> i) { b[i] = a[i]; });
  q.parallel_for(sycl::range<1>(N / 2), [=](sycl::id<1> i) { c[i] = b[i]; });`);
    expect(only(text).verdict).toMatchObject({ kind: 'refused', reason: expect.stringContaining('the ranges are') });
  });
});

describe('the fused source', () => {
  test('an intermediate that nobody else wants is a variable', () => {
    const text = two('b[i] = a[i] * 2.0f;', 'c[i] = b[i] + 1.0f;');
    const fusion = only(text);
    expect(fusion.intermediates).toEqual([{ memory: 'b', dead: true }]);
    expect(
      typeof fusion.source === 'object' && fusion.source?.text,
    ).toBe(`q.parallel_for(sycl::range<1>(N), [=](sycl::id<1> i) {
    float b_value{};
    {
      b_value = a[i] * 2.0f;
    }
    {
      c[i] = b_value + 1.0f;
    }
  });`);
    expect(fusion.bytes && [fusion.bytes.before.formula, fusion.bytes.after.formula]).toEqual(['1024', '512']);
    expect(compareFused('/main.cpp', text, fusion, 1)).toBeNull();
  });

  test('what the host wants later is written, too', () => {
    const text = two('b[i] = a[i];', 'c[i] = b[i];').replace(/\}\n$/, '  float x = b[0];\n}\n');
    const fusion = only(text);
    expect(fusion.intermediates).toEqual([{ memory: 'b', dead: false }]);
    expect(fusedText(text, fusion)).toContain('b[i] = b_value = a[i];');
  });

  test('a return ends its own half', () => {
    const text = two('if (i > 40) return; b[i] = a[i];', 'c[i] = i > 40 ? 0.0f : b[i];');
    const fusion = only(text);
    expect(fusedText(text, fusion)).toContain('}();');
    expect(compareFused('/main.cpp', text, fusion, 2)).toBeNull();
  });

  test.each([
    ['host code between', '  float k = 1; k = 2;'],
    ['a call between', '  q.wait(); report(k);'],
  ])('%s is left alone', (_, between) => {
    const { source } = only(two('b[i] = a[i];', 'c[i] = a[i];', between));
    expect(source).toContain('stands between the launches');
  });

  test('names of both command groups', () => {
    const group = (first: string, second: string, body: string): string => `  q.submit([&](sycl::handler &h) {
    sycl::accessor x(${first}, h, sycl::read_only);
    sycl::accessor y(${second}, h, sycl::write_only, sycl::no_init);
    h.parallel_for(sycl::range<1>(64), [=](sycl::id<1> i) { ${body} });
  });\n`;
    const text = `#include <sycl/sycl.hpp>
int main() {
  sycl::queue q;
  sycl::buffer<float> u(64), v(64), w(64);
${group('u', 'v', 'y[i] = x[i] * x[i];')}${group('v', 'w', 'y[i] = x[i] + x[i];')}}
`;
    const fusion = only(text);
    const fused = fusedText(text, fusion) ?? '';
    expect(fused).toContain('v_value = x[i] * x[i];');
    expect(fused).toContain('y_2[i] = v_value + v_value;');
    expect(fused).not.toContain('(v, h');
    expect(compareFused('/main.cpp', text, fusion, 3)).toBeNull();
  });
});

test('memory that the two kernels see as different types', () => {
  const text = two('int *p = reinterpret_cast<int *>(b); p[i] = 1;', 'c[i] = b[N - 1 - i];');
  const { verdict } = only(text);
  expect(verdict.kind).not.toBe('legal');
  const rows = two('auto p = (float (*)[8])b; p[i / 8][i % 8] = 1.0f;', 'c[i] = b[N - 1 - i];');
  expect(only(rows).verdict.kind).not.toBe('legal');
});

test('a pair that two callers reach is one, and what one of them wants is kept', () => {
  const text = `#include <sycl/sycl.hpp>
constexpr size_t N = 64;
void both(sycl::queue &q, float *a, float *b, float *c) {
  q.parallel_for(sycl::range<1>(N), [=](sycl::id<1> i) { b[i] = a[i]; });
  q.parallel_for(sycl::range<1>(N), [=](sycl::id<1> i) { c[i] = b[i]; });
  q.wait();
}
int main() {
  sycl::queue q;
  float *a = sycl::malloc_shared<float>(N, q), *b = sycl::malloc_shared<float>(N, q), *c = sycl::malloc_shared<float>(N, q);
  both(q, a, b, c);
  float x = b[0];
  both(q, a, c, b);
}
`;
  const pairs = fusionsIn('/main.cpp', text).filter(({ source }) => typeof source === 'object' && source !== null);
  expect(pairs.map((f) => f.intermediates)).toEqual([[{ memory: expect.any(String), dead: false }]]);
});
