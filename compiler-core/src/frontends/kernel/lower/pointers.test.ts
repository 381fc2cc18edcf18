/** Pointers as numbers, compared, in local memory, and references that functions return. */

import { describe, expect, test } from 'vitest';
import { kernelText, lowerText } from '../../../../testkit/lower-cxx.ts';
import { computed } from '../../../../testkit/run-cxx.ts';

describe('values', () => {
  test.each<[string, string, (k: number) => number, string?, Record<string, bigint>?]>([
    [
      'a number that was an address is a pointer again',
      'auto n = (size_t)b + (i ^ 1) * 4; int got = *(int *)n; sycl::group_barrier(it.get_group()); b[i] = got;',
      (k) => (k ^ 1) * 10,
      '',
      { 'b.address': 4096n },
    ],
    [
      'whether memory is aligned, and what lies there then',
      'int got = -1; if ((size_t)&b[i & ~3] % 16 == 0) got = (*(sycl::int4 *)&b[i & ~3])[i & 3]; sycl::group_barrier(it.get_group()); b[i] = got;',
      (k) => k * 10,
      '',
      { 'b.address': 4096n },
    ],
    [
      'a pointer in local memory leads all items',
      `auto &p = *sycl::ext::oneapi::group_local_memory_for_overwrite<int *>(it.get_group());
       if (i == 0) p = b + 3;
       sycl::group_barrier(it.get_group()); int got = p[i & 7]; sycl::group_barrier(it.get_group()); b[i] = got;`,
      (k) => (3 + (k & 7)) * 10,
    ],
    [
      'a reference that is returned in two places',
      'int x = i, y = 40; largest(x, y) += 100; b[i] = x * 1000 + y;',
      (k) => (k > 40 ? (k + 100) * 1000 + 40 : k * 1000 + 140),
      'int &largest(int &a, int &b) { if (a > b) return a; else return b; }',
    ],
    [
      'a null pointer where it is not followed',
      'int *p = i < 32 ? b : nullptr; int got = 5; if (i < 32) got = p[i]; b[i] = got;',
      (k) => (k < 32 ? k * 10 : 5),
    ],
    [
      'memcpy of whole objects',
      'int t[4]; memcpy(t, &b[i & ~3], 4 * sizeof(int)); sycl::group_barrier(it.get_group()); b[i] = t[3 - (i & 3)];',
      (k) => ((k & ~3) + 3 - (k & 3)) * 10,
    ],
    [
      'a conversion function by its type',
      'D d(i); float f = d; b[i] = (int)d + (int)(f * 2);',
      (k) => k + 1 + (k + 0.5) * 2,
      'struct D { int k; D(int x) : k(x) { if (x < 0) { k = 0; return; } } operator int() const { return k + 1; } operator float() const { return k + 0.5f; } };',
    ],
    [
      'a friend that is found by its arguments only',
      'C c{i, 2}; C d = flipped(c); b[i] = d.x * 100 + d.y;',
      (k) => 200 + k,
      'struct C { int x, y; friend C flipped(const C &c) { return C{c.y, c.x}; } };',
    ],
  ])('%s', (_, body, expected, before = '', bindings = {}) => {
    const { b, findings } = computed(body, before, bindings);
    expect([b, findings]).toEqual([Array.from({ length: 64 }, (_, k) => expected(k)), []]);
  });
});

test('a constant that decides a condition needs no first operand', () => {
  expect(computed('int x = i; float *p = nullptr; if (x > 3 && false) *p = 1; b[i] = x;').b[5]).toBe(5);
});

test('two pointers of the host are compared by their addresses', () => {
  const [kernel] = lowerText(kernelText('if ((void *)a == (void *)b) a[i] = 1;'));
  expect([kernel?.reasons, kernel?.func.params]).toEqual([[], ['a.address', 'b.address', 'a']]);
});

test('a pointer to private memory means nothing to the other items', () => {
  const body = `auto &p = *sycl::ext::oneapi::group_local_memory_for_overwrite<int *>(it.get_group());
    int x[2]; p = x; sycl::group_barrier(it.get_group()); b[i] = p[0];`;
  expect(lowerText(kernelText(body))[0]?.reasons[0]).toBe('a pointer to private memory that is stored in local memory');
});

test('a number that is no address is no pointer', () => {
  expect(lowerText(kernelText('b[i] = *(int *)(size_t)n;'))[0]?.reasons[0]).toMatch(/a pointer is wanted/);
});
