import { describe, expect, test } from 'vitest';
import { kernelSignatureHelp } from './signature.ts';
import { markedCode } from './test/marked.ts';

const HEAD = `#include <sycl/sycl.hpp>
template <typename T> T weigh(T x, const sycl::float4 &v, int n = 1) { return x * n; }
int pick(int a, int b);
static inline float pick(float a) { return a; }
void run(sycl::queue &q, sycl::buffer<float, 2> &buf, float *usm) {
  q.submit([&](sycl::handler &h) {
    sycl::accessor a{buf, h, sycl::read_only};
    h.parallel_for<class K>(sycl::nd_range<2>({64, 64}, {8, 8}), [=](sycl::nd_item<2> it) {
      auto g = it.get_group();
      auto twice = [](float x, int times) { return x * times; };
      sycl::atomic_ref<float, sycl::memory_order::relaxed, sycl::memory_scope::device> r(usm[0]);
      `;
const shownAt = (marked: string, path?: string) => {
  const { code, offset } = markedCode(marked, path);
  return kernelSignatureHelp(code, offset);
};
/** The active signature, its active parameter in `<<>>`, and how many there are. */
const said = (marked: string, path = '/k.cpp'): string => {
  const help = shownAt(marked, path);
  const signature = help?.signatures[help.activeSignature];
  if (!help || !signature) return 'nothing';
  const { label, parameters } = signature;
  const active = help.active === null ? undefined : parameters[help.active];
  const text = active
    ? `${label.slice(0, active.start)}<<${label.slice(active.start, active.end)}>>${label.slice(active.end)}`
    : label;
  return help.signatures.length === 1 ? text : `${text} (${help.activeSignature + 1} of ${help.signatures.length})`;
};
const shown = (text: string): string => said(`${HEAD}${text}\n    });\n  });\n}\n`);

describe('the device API', () => {
  test.each([
    ['sycl::group_barrier($0)', 'group_barrier(<<g: Group>>, scope: memory_scope = Group::fence_scope)'],
    ['sycl::group_barrier(g, $0', 'group_barrier(g: Group, <<scope: memory_scope = Group::fence_scope>>)'],
    [
      'sycl::reduce_over_group(g, 1.0f, $0)',
      'reduce_over_group(g: Group, x: T, <<op: BinaryOperation>>) -> T (1 of 2)',
    ],
    [
      'sycl::reduce_over_group(g, 1.0f, 2.0f, $0)',
      'reduce_over_group(g: Group, x: V, init: T, <<op: BinaryOperation>>) -> T (2 of 2)',
    ],
    [
      'sycl::reduce_over_group(g, a[{1, 2}], $0 sycl::plus<>())',
      'reduce_over_group(g: Group, x: T, <<op: BinaryOperation>>) -> T (1 of 2)',
    ],
    ['it.get_global_id($0)', 'get_global_id() -> id<D> (1 of 2)'],
    ['it.get_global_id(0$0)', 'get_global_id(<<dimension: int>>) -> size_t (2 of 2)'],
    ['it.get_group($0', 'get_group() -> group<D> (1 of 2)'],
    [
      'r.fetch_add(x, $0)',
      'fetch_add(operand: T, <<order: memory_order = DefaultOrder>>, scope: memory_scope = DefaultScope) -> T',
    ],
    ['sycl::pow(sycl::fmax(x, y), $0', 'pow(x: genfloat, <<y: genfloat>>) -> genfloat'],
    ['sycl::pow(sycl::fmax(x, $0', 'fmax(x: genfloat, <<y: genfloat>>) -> genfloat'],
    ['sycl::native::sin($0', 'sin(<<x: genfloat32>>) -> genfloat32'],
    ['usm[sycl::min(1, $0', 'min(x: gentype, <<y: gentype>>) -> gentype'],
    [
      'sycl::select_from_group(it.get_sub_group(), std::pair<int, int>(1, 2).first, $0',
      'select_from_group(g: Group, x: T, <<local_id: Group::id_type>>) -> T',
    ],
    [
      'auto s = *sycl::ext::oneapi::group_local_memory_for_overwrite<float[64]>($0',
      'group_local_memory_for_overwrite<T>(<<g: Group>>) -> multi_ptr<T, local_space>',
    ],
    ['foo(1, sycl::sqrt($0', 'sqrt(<<x: genfloat>>) -> genfloat'],
    ['for (int i = 0; i < sycl::max(n, $0; i++) {}', 'max(x: gentype, <<y: gentype>>) -> gentype'],
  ])('%s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });
  test.each([
    [
      'q.parallel_for($0',
      'parallel_for<Name>(<<size: range<D>>>, reductions...: Reductions, kernel: Kernel) -> event (1 of 6)',
    ],
    [
      'q.parallel_for<class A>(sycl::range<1>(4), $0',
      'parallel_for<Name>(size: range<D>, reductions...: Reductions, <<kernel: Kernel>>) -> event (1 of 6)',
    ],
    [
      'q.parallel_for<class A<int, 2>>(sycl::nd_range<1>(4, 2), $0',
      'parallel_for<Name>(space: nd_range<D>, reductions...: Reductions, <<kernel: Kernel>>) -> event (4 of 6)',
    ],
    [
      'q.parallel_for(sycl::nd_range<1>(4, 2), sycl::reduction(usm, sycl::plus<>())$0',
      'parallel_for<Name>(space: nd_range<D>, <<reductions...: Reductions>>, kernel: Kernel) -> event (4 of 6)',
    ],
    [
      'q.parallel_for(sycl::range<1>(4), [=](sycl::id<1> i) { usm[i] = 0; }$0)',
      'parallel_for<Name>(size: range<D>, reductions...: Reductions, <<kernel: Kernel>>) -> event (1 of 6)',
    ],
    ['q.submit($0', 'submit(<<group: CommandGroup>>) -> event'],
    ['q.memcpy(usm, usm, $0', 'memcpy(to: void*, from: const void*, <<bytes: size_t>>) -> event (1 of 3)'],
    [
      'sycl::malloc_device<float>($0, q)',
      'malloc_device<T>(<<count: size_t>>, q: const queue&, properties: property_list = {}) -> T* (1 of 3)',
    ],
    ['sycl::nd_range<1>(4, $0)', 'nd_range(global: range<D>, <<local: range<D>>>) (1 of 2)'],
    ['sycl::range<2>{4, $0', 'range(dim0: size_t, <<dim1: size_t>>) (3 of 4)'],
    [
      'sycl::local_accessor<float, 1> t($0',
      'local_accessor(<<size: range<D>>>, h: handler&, properties: property_list = {}) (1 of 2)',
    ],
    [
      'sycl::accessor c{buf, h, $0',
      'accessor(b: buffer<T, D>&, h: handler&, <<properties: property_list = {}>>) (3 of 6)',
    ],
    [
      'sycl::accessor c(buf, h, sycl::read_only, $0',
      'accessor(b: buffer<T, D>&, h: handler&, tag: access_tag, <<properties: property_list = {}>>) (4 of 6)',
    ],
    [
      'buf.get_access<sycl::access_mode::read>($0',
      'get_access<Mode: access_mode = read_write, Target: target = device>(<<h: handler&>>) -> accessor<T, D, Mode, Target> (1 of 3)',
    ],
  ])('%s', (text, expected) => {
    const host = HEAD.slice(0, HEAD.indexOf('    h.parallel_for'));
    expect(said(`${host}${text}\n  });\n}\n`)).toBe(expected);
  });
  test('template argument lists', () => {
    expect(shown('sycl::accessor<float, $0')).toBe(
      'accessor<T, <<D: int = 1>>, Mode: access_mode = read_write, Target: target = device>',
    );
    expect(shown('sycl::atomic_ref<float, sycl::memory_order::relaxed, $0> r')).toBe(
      'atomic_ref<T, DefaultOrder: memory_order, <<DefaultScope: memory_scope>>, Space: address_space = generic_space>',
    );
    expect(shown('if (it.get_local_id(0) < $0')).toBe('nothing');
    expect(shown('x < sycl::abs($0')).toBe('abs(<<x: gentype>>) -> gentype');
    expect(shown('sycl::clamp(a < b, c > d, $0')).toBe('clamp(x: gentype, low: gentype, <<high: gentype>>) -> gentype');
  });
  test('elsewhere nothing', () => {
    for (const text of [
      'std::sqrt($0',
      'if ($0',
      'usm[$0',
      'sycl::sqrt(1.0f)$0',
      '// sycl::sqrt($0',
      'it.unknown($0',
      'foo($0',
      '"sycl::sqrt($0"',
      'sycl::sqrt(1); $0',
    ])
      expect(shown(text), text).toBe('nothing');
  });
  test('the body of a lambda is no argument any more', () => {
    expect(said('void f(sycl::queue q) { q.submit([&](sycl::handler &h) { $0 }); }')).toBe('nothing');
    expect(said('void f(sycl::queue q) { q.submit([&](sycl::handler &h) { h.single_task($0); }); }')).toBe(
      'single_task<Name>(<<kernel: Kernel>>)',
    );
  });
  test('a name of the file hides that of the library', () => {
    expect(said('using namespace sycl; float min(float a, float b) { return a; } void f() { min($0')).toBe(
      'float min(<<float a>>, float b)',
    );
    expect(said('using namespace sycl; void f() { auto max = [](int only) {}; max($0')).toBe('max(<<int only>>)');
  });
  test('documentation has the section', () => {
    const help = shownAt('float x = sycl::rsqrt($0');
    expect(help?.signatures[0]?.documentation).toBe(
      'One divided by the square root.\n\n*SYCL 2020, 4.17.4 Math functions*',
    );
  });
});

test('functions of the file', () => {
  expect(shown('weigh(1.0f, $0')).toBe('T weigh(T x, <<const sycl::float4 &v>>, int n = 1)');
  expect(shown('weigh(1, 2, 3, $0')).toBe('T weigh(T x, const sycl::float4 &v, int n = 1)');
  expect(shown('pick($0')).toBe('int pick(<<int a>>, int b) (1 of 2)');
  expect(shown('pick(1.0f$0)')).toBe('static inline float pick(<<float a>>) (2 of 2)');
  expect(shown('pick(1, $0')).toBe('int pick(int a, <<int b>>) (1 of 2)');
  expect(shown('twice(1.0f, $0')).toBe('twice(float x, <<int times>>)');
});

describe('OpenCL C', () => {
  const K = '__kernel void k(__global float4 *a, __local int *t) {\n  ';
  test.each([
    ['barrier($0', 'barrier(<<flags: cl_mem_fence_flags>>)'],
    ['vstore4(a[0], $0', 'vstore4(data: T4, <<offset: size_t>>, pointer: T*)'],
    ['atomic_cmpxchg(t, $0', 'atomic_cmpxchg(pointer: volatile T*, <<expected: T>>, desired: T) -> T'],
    ['int4 v = convert_int4_sat_rte($0', 'convert_int4_sat_rte(<<x: gentype4>>) -> int4'],
    [
      'async_work_group_copy(t, (__global int *)a, 64, $0',
      'async_work_group_copy(to: local gentype*, from: const global gentype*, count: size_t, <<event: event_t>>) -> event_t (1 of 2)',
    ],
    ['mad(a[0], (float4)(1, 2, 3, 4), $0', 'mad(a: genfloat, b: genfloat, <<c: genfloat>>) -> genfloat'],
  ])('%s', (text, expected) => {
    expect(said(K + text, '/k.cl')).toBe(expected);
  });
});
