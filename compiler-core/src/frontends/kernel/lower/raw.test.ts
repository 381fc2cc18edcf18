/** Memory by its bytes: what kernels with unions and casts of memory compute. */

import { describe, expect, test } from 'vitest';
import { kernelText, lowerText } from '../../../../testkit/lower-cxx.ts';
import { computed } from '../../../../testkit/run-cxx.ts';

const bitsOf = (x: number): number => new Int32Array(new Float32Array([x]).buffer)[0] ?? 0;
const BITS = Array.from({ length: 64 }, (_, k) => bitsOf(k));

describe('unions', () => {
  test.each<[string, string, (k: number) => number, string?]>([
    ['a float as its bits', 'union { float f; int i; } u; u.f = a[i]; b[i] = u.i;', (k) => bitsOf(k)],
    [
      'one that is set by a list, then by its other member',
      'V v = {1.0f}; int before = v.i; v.i = i; b[i] = before + v.i;',
      (k) => bitsOf(1) + k,
      'union V { float f; int i; };',
    ],
    [
      'one that is copied and handed over',
      'V v; v.i = i; V w = v; b[i] = bits(w) + bits(v);',
      (k) => 2 * k,
      'union V { float f; int i; }; int bits(V v) { return v.i; }',
    ],
    [
      'members of different sizes: the low byte comes first',
      'union { unsigned w; unsigned char c[4]; } u; u.w = 0x01020304u + i; b[i] = u.c[0] * 1000 + u.c[3];',
      (k) => (4 + k) * 1000 + 1,
    ],
    [
      'a byte at an index that only a run tells',
      'union { unsigned w; unsigned char c[4]; } u; u.w = 0x01020304u; u.c[i & 3] = 0xff; b[i] = u.w & 0x7fffffff;',
      (k) => [0x010203ff, 0x0102ff04, 0x01ff0304, 0x7f020304][k & 3] ?? 0,
    ],
    [
      'an anonymous one in a structure, with structures in it',
      'P p; p.tag = 3; p.x = i; p.y = 7; p.el[2] = 9; b[i] = p.tag * 10000 + p.el[0] * 100 + p.el[1] * 10 + p.z;',
      (k) => 30000 + k * 100 + 79,
      'struct P { char tag; union { struct { int x, y, z; }; int el[3]; }; };',
    ],
    [
      'what is read before a write of another member keeps its value',
      'union { float f; int i; } u; u.f = a[i]; b[i] = u.i + (u.f = 1.0f, u.i);',
      (k) => (bitsOf(k) + bitsOf(1)) | 0,
    ],
    [
      'halves of a vector as one word',
      'union { unsigned w; sycl::half2 h; } u; u.h = sycl::half2(1.0f, 2.0f); b[i] = u.w;',
      () => 0x40003c00,
    ],
  ])('%s', (_, body, expected, before = '') => {
    const { b, findings } = computed(body, before);
    expect([b, findings]).toEqual([Array.from({ length: 64 }, (_, k) => expected(k)), []]);
  });

  test('a scratch of the group is used twice', () => {
    const body = `auto &s = *sycl::ext::oneapi::group_local_memory_for_overwrite<S>(it.get_group());
      s.first.x[i] = i; sycl::group_barrier(it.get_group());
      int left = s.first.x[63 - i]; sycl::group_barrier(it.get_group());
      s.second.y[i] = left * 0.5f; sycl::group_barrier(it.get_group());
      a[i] = s.second.y[63 - i];`;
    const before = 'struct A { int x[64]; }; struct B { float y[64]; }; union S { A first; B second; };';
    const { a, findings } = computed(body, before);
    expect([a, findings]).toEqual([Array.from({ length: 64 }, (_, k) => k / 2), []]);
  });
});

describe('memory as objects of another type', () => {
  test.each<[string, string, (k: number) => number, string?]>([
    [
      'ints as structures',
      'auto *p = (P *)b; if (i < 32) b[32 + i] = p[i % 16].y - p[i % 16].x;',
      (k) => (k < 32 ? k * 10 : 10),
      'struct P { int x, y; };',
    ],
    [
      'floats as a structure with an array, copied whole',
      'U u = *reinterpret_cast<const U *>(&a[(i / 4) * 4]); b[i] = u.data[i % 4];',
      (k) => k,
      'struct alignas(16) U { float data[4]; };',
    ],
    [
      'a structure of two kinds as a vector of bytes',
      'P p{i, 2.0f}; auto *c = (unsigned char *)&p; b[i] = c[0] + c[7];',
      (k) => k + 0x40,
      'struct P { int x; float y; };',
    ],
    [
      'structures in local memory as longs',
      `auto &s = *sycl::ext::oneapi::group_local_memory_for_overwrite<P[64]>(it.get_group());
       s[i].x = i; s[i].y = 1; sycl::group_barrier(it.get_group());
       auto *w = reinterpret_cast<unsigned long *>(&s[0]); unsigned long one = w[63 - i];
       b[i] = (int)(one >> 32) * 1000 + (int)one;`,
      (k) => 1000 + (63 - k),
      'struct P { int x, y; };',
    ],
    [
      'one object is an array of one',
      'unsigned long key = 5 + i; const unsigned char *p = (const unsigned char *)&key; const unsigned long *w = (const unsigned long *)&key, *e = w + 1; int s = 0; while (w != e) { s += (int)*w; w++; } b[i] = s + p[7];',
      (k) => 5 + k,
    ],
  ])('%s', (_, body, expected, before = '') => {
    const { b, findings } = computed(body, before);
    expect([b, findings]).toEqual([Array.from({ length: 64 }, (_, k) => expected(k)), []]);
  });

  test('an object at no multiple of its size is not guessed', () => {
    const [kernel] = lowerText(kernelText('auto *p = (P *)&b[i]; a[i] = p->x + p->z;', 'struct P { int x, y, z; };'));
    expect(kernel?.reasons[0]).toBe('memory of int as P');
  });

  test('a cast to what holds pointers is not modelled', () => {
    const [kernel] = lowerText(kernelText('auto *p = (P *)b; a[i] = *p[i].x;', 'struct P { float *x; };'));
    expect(kernel?.reasons.length).toBeGreaterThan(0);
  });

  test('bits of floats', () => {
    expect(computed('b[i] = ((int *)a)[i];').b).toEqual(BITS);
  });
});
