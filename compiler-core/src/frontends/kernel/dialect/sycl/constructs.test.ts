/** Constructs of SYCL from their text to what the interpreter computes. */

import { expect, test } from 'vitest';
import { lowerText } from '../../../../../testkit/lower-cxx.ts';
import { runKernel } from '../../../../exec/lockstep/run-kernel.ts';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

/** The array `a` of 16 numbers, 0 to 15 before, after `launch`; with what was found on the way. */
const run = (launch: string, before = ''): { a: number[]; found: string[] } => {
  const text = `#include <sycl/sycl.hpp>\n${before}\nvoid f(sycl::queue &q, int *a) {\n${launch}\n}\n`;
  const [kernel] = lowerText(text);
  if (kernel === undefined) throw new Error('no kernel');
  expect(kernel.reasons).toEqual([]);
  const [name = ''] = kernel.func.params;
  const inputs = new Map([[name, { dtype: 'int32', shape: [16], data: upTo(16) } as const]]);
  const ran = runKernel(kernel.func, { inputs, subGroup: 4 });
  if (ran.kind !== 'finished') throw new Error(JSON.stringify(ran));
  const found = ran.findings.filter(({ kind }) => kind !== 'uniform-write').map(({ message }) => message);
  return { a: Array.from(ran.outputs.get(name)?.data ?? [], Number), found };
};
const groups = (body: string): string =>
  `q.parallel_for(sycl::nd_range<1>(16, 8), [=](sycl::nd_item<1> it) { int i = it.get_global_id(0); auto g = it.get_group(); ${body} });`;
const hierarchical = (body: string): string =>
  `q.submit([&](sycl::handler &h) { h.parallel_for_work_group(sycl::range<1>(2), sycl::range<1>(8), [=](sycl::group<1> g) { ${body} }); });`;

test.each<[string, string, number[], string?]>([
  [
    'joint_reduce over a range',
    groups('a[i] = sycl::joint_reduce(g, a + i / 8 * 8, a + i / 8 * 8 + 4, sycl::plus<>());'),
    [6, 6],
  ],
  [
    'joint_any_of with a predicate',
    groups('a[i] = sycl::joint_any_of(g, a + i / 8 * 8, a + i / 8 * 8 + 4, [](int x) { return x == 3; });'),
    [1, 1],
  ],
  [
    'any_of_group with a predicate',
    groups('a[i] = sycl::any_of_group(g, i, [](int x) { return x == 9; });'),
    [0, 0, 0, 0, 0, 0, 0, 0, 1],
  ],
  [
    'an atomic counter gives its old value',
    groups(
      'sycl::atomic_ref<int, sycl::memory_order::relaxed, sycl::memory_scope::device> r(a[i]); int old = r++; r.store(old * 10);',
    ),
    [0, 10, 20],
  ],
  ['all bits of `!v`', groups('sycl::int2 v(i, 1); a[i] = (!v).x();'), [-1, 0, 0]],
  ['logic of vectors', groups('sycl::int2 v(i, 1); a[i] = (v && sycl::int2(1, 0)).x();'), [0, -1]],
  [
    'a mutable lambda counts',
    groups(
      'int c = i; auto next = [c]() mutable { return c++; }; int x = next(), y = next(); a[i] = x * 100 + y * 10 + c;',
    ),
    [10, 121],
  ],
  [
    'an object that may change has its own subscript',
    groups('W w{{i, 1}}; w[1] = 5; a[i] = w[0] + w[1];'),
    [5, 6],
    'struct W { int v[2]; int &operator[](int k) { return v[k]; } const int &operator[](int k) const { return v[k]; } };',
  ],
  [
    'frexp and ilogb',
    groups('int e; float x = sycl::frexp(8.0f, &e); a[i] = e * 100 + (int)(x * 10) + sycl::ilogb(5.0f);'),
    [407],
  ],
  ['bitselect', groups('a[i] = sycl::bitselect(i, -1, 6);'), [6, 7, 6]],
  ['islessgreater', groups('a[i] = sycl::islessgreater((float)i, 1.0f);'), [1, 0, 1]],
])('%s', (_, launch, wanted, before) => {
  const { a, found } = run(launch, before);
  expect(a.slice(0, wanted.length)).toEqual(wanted);
  expect(found).toEqual([]);
});

test('group_local_memory is made by one item, and the others wait', () => {
  const text =
    'auto p = sycl::ext::oneapi::group_local_memory<int>(g, 40); if (i % 8 == 3) *p += i; it.barrier(); a[i] = *p;';
  const { a, found } = run(groups(text));
  expect([a[0], a[15]]).toEqual([43, 51]);
  expect(found).toEqual([]);
});

test('what work-items keep from one nest to the next', () => {
  const nest = (body: string): string => `g.parallel_for_work_item([&](sycl::h_item<1> it) { ${body} });`;
  const text = `sycl::private_memory<int> mine(g); ${nest('mine(it) = a[it.get_global_id(0)] * 2;')} ${nest('a[it.get_global_id(0)] = mine(it) + 1;')}`;
  expect(run(hierarchical(text)).a).toEqual(upTo(16).map((k) => 2 * k + 1));
});

test('a loop of the group counts for all of its work-items', () => {
  const text =
    'for (int k = 0; k < 3; k++) g.parallel_for_work_item([&](sycl::h_item<1> it) { a[it.get_global_id(0)] += k * 100; });';
  expect(run(hierarchical(text)).a).toEqual(upTo(16).map((k) => k + 300));
});

test('a range of its own for the work-items of a group', () => {
  const text =
    'g.parallel_for_work_item(sycl::range<1>(11), [&](sycl::h_item<1> it) { if (g.get_group_id(0) == 0) a[it.get_logical_local_id(0)] += 100 + it.get_logical_local_range(0); });';
  expect(run(hierarchical(text)).a).toEqual(upTo(16).map((k) => (k < 11 ? k + 111 : k)));
});

test('a ranged accessor begins at its offset', () => {
  const text = `sycl::buffer<int, 1> b(a, sycl::range<1>(16));
    q.submit([&](sycl::handler &h) {
      sycl::accessor r(b, h, sycl::range<1>(4), sycl::id<1>(8));
      h.parallel_for(sycl::range<1>(4), [=](sycl::id<1> i) { r[i] = 100 * (int)r.size() + (int)r.get_offset()[0]; });
    });`;
  expect(run(text).a).toEqual(upTo(16).map((k) => (k >= 8 && k < 12 ? 408 : k)));
});

test('a reduction that starts from its identity leaves out what is there', () => {
  const text = `a[0] = 7;
    q.parallel_for(sycl::range<1>(5), sycl::reduction(a, sycl::plus<>(), sycl::property::reduction::initialize_to_identity{}), [=](sycl::id<1> i, auto &sum) { sum += (int)i; });`;
  const { a, found } = run(text);
  expect(a[0]).toBe(10);
  expect(found).toEqual([]);
});

test('a vector of three lies as one of four', () => {
  const [kernel] = lowerText(`#include <sycl/sycl.hpp>
void f(sycl::queue &q, sycl::float3 *v) { q.parallel_for(sycl::range<1>(4), [=](sycl::id<1> i) { v[i] = v[i] * 2.0f; }); }`);
  expect(kernel?.text).toContain('float32[uint64($`v.size`), 3] @!layout(16, 0)');
});
