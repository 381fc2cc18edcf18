import { describe, expect, test } from 'vitest';
import { type KernelCompletionOptions, kernelCompletion, resolveKernelCompletion } from './completion.ts';
import { markedCode } from './test/marked.ts';

const labels = (marked: string, options: KernelCompletionOptions = {}, path = '/k.cpp'): string[] => {
  const { code, offset } = markedCode(marked, path);
  return kernelCompletion(code, offset, options).items.map(({ label }) => label);
};
const cl = (marked: string, options: KernelCompletionOptions = {}): string[] => labels(marked, options, '/k.cl');

const HEAD = `#include <sycl/sycl.hpp>
struct Params { sycl::float4 scale; int n; };
float weigh(float x, int n) { return x * n; }
void run(sycl::queue &q, sycl::buffer<float, 2> &buf, float *usm, Params p) {
  sycl::buffer other{usm, sycl::range<1>(64)};
  q.submit([&](sycl::handler &h) {
    sycl::accessor a{buf, h, sycl::read_only};
    sycl::accessor b(other, h);
    auto c = buf.get_access<sycl::access::mode::read_write>(h);
    sycl::local_accessor<sycl::float4, 1> t(sycl::range<1>(64), h);
    h.parallel_for<class K>(sycl::nd_range<2>({64, 64}, {8, 8}), [=](sycl::nd_item<2> it) {
      auto g = it.get_group();
      auto sg = it.get_sub_group();
      sycl::atomic_ref<float, sycl::memory_order::relaxed, sycl::memory_scope::device> r(usm[0]);
      sycl::vec<float, 4> v(1.0f);
      sycl::float2 two;
      auto w = v * 2.0f;
      auto *ptr = &it;
      `;
const TAIL = `
    });
  });
}
`;
const inKernel = (text: string): string[] => labels(HEAD + text + TAIL);

describe('members', () => {
  test.each([
    ['it.$0', 'get_global_id'],
    ['it.get_gl$0', 'get_global_linear_id'],
    ['ptr->$0', 'get_local_id'],
    ['g.$0', 'get_group_linear_id'],
    ['sg.$0', 'get_max_local_range'],
    ['it.get_group().$0', 'leader'],
    ['it.get_global_id().$0', 'get'],
    ['it.get_global_range().$0', 'size'],
    ['a.$0', 'get_multi_ptr'],
    ['b.$0', 'get_range'],
    ['c.$0', 'get_multi_ptr'],
    ['c.get_range().$0', 'size'],
    ['t.$0', 'get_multi_ptr'],
    ['t[it.get_local_id(0)].$0', 'w'],
    ['r.$0', 'compare_exchange_strong'],
    ['v.$0', 'w'],
    ['w.$0', 'convert'],
    ['(v + w).$0', 'swizzle'],
    ['p.scale.$0', 'lo'],
    ['v.convert<int>().$0', 'as'],
    ['v.lo().$0', 'x'],
    ['sycl::float4(1, 2, 3, 4).$0', 'w'],
    ['sycl::reduce_over_group(g, v, sycl::plus<>()).$0', 'w'],
    ['if (x) { auto late = it.get_sub_group(); late.$0 }', 'barrier'],
    ['it\n        .$0', 'barrier'],
    ['it.get_group().get_local_range().$0', 'size'],
    ['q.$0', 'memcpy'],
    ['h.$0', 'depends_on'],
    ['other.$0', 'get_access'],
  ])('of %s', (text, label) => {
    expect(inKernel(text)).toContain(label);
  });
  test.each([
    ['sycl::accessor<sycl::float4, 2> m; m[sycl::id<2>(0, 1)].$0', 'w'],
    ['sycl::accessor<sycl::float4, 2> m; m[0][1].$0', 'w'],
    ['sycl::accessor<sycl::float4, 2> m; m[{0, 1}].$0', 'w'],
    ['sycl::accessor<sycl::float4, 2> m; m[it.get_global_id()].$0', 'w'],
    ['sycl::float4 many[8]; for (auto &one : many) one.$0', 'w'],
    ['sycl::float4 many[8][2]; many[0][1].$0', 'w'],
    ['std::vector<sycl::event> events; events[0].$0', 'wait'],
    ['sycl::ext::oneapi::this_work_item::get_nd_item<3>().$0', 'get_local_id'],
    ['auto m = sycl::malloc_device<sycl::float4>(4, q); m[0].$0', 'w'],
    ['auto vote = sycl::ext::oneapi::group_ballot(sg, (i == (int)1)); vote.$0', 'extract_bits'],
    ['auto &same = *ptr; same.$0', 'get_local_id'],
    ['(i > 0 ? v : w).$0', 'w'],
    ['static_cast<sycl::float4>(x).$0', 'w'],
    ['a.get_multi_ptr<sycl::access::decorated::no>().$0', 'get_raw'],
  ])('of what is made on the way: %s', (text, label) => {
    expect(inKernel(text)).toContain(label);
  });
  test('behind one brace too many, and through `this`', () => {
    expect(labels('void f(sycl::nd_item<1> it) { if (x) } } it.$0')).toContain('barrier');
    const own = 'struct K { sycl::nd_item<1> it; void f() { this->it.$0 } };';
    expect(labels(own)).toContain('barrier');
    expect(labels('struct K { void f() { this->late->$0 } sycl::queue *late; };')).toContain('submit');
  });
  test('only those that the class has', () => {
    expect(inKernel('it.$0')).not.toContain('fetch_add');
    expect(inKernel('two.$0').filter((name) => /^[xyzw]$|^s\d$/.test(name))).toEqual(['x', 'y', 's0', 's1']);
    expect(inKernel('v.lo().$0')).not.toContain('z');
    expect(inKernel('usm[0].$0')).toEqual([]);
    expect(inKernel('unknown.$0')).toEqual([]);
    expect(inKernel('std::sqrt(2.0f).$0')).toEqual([]);
  });
  test('parameters that say `auto` get their class from the launch', () => {
    const launch = (head: string): string[] =>
      labels(`#include <sycl/sycl.hpp>\nvoid f(sycl::queue q) { ${head} x.$0 }); }`);
    expect(launch('q.submit([&](auto &x) {')).toContain('parallel_for');
    expect(launch('q.parallel_for(sycl::range<1>(4), [=](auto x) {')).toContain('get_linear_id');
    expect(launch('q.parallel_for(sycl::range<1>(4), [=](auto x) {')).not.toContain('get_local_id');
    expect(launch('q.parallel_for<class A>(sycl::nd_range<1>(4, 2), [=](const auto &x) {')).toContain('get_local_id');
    expect(launch('sycl::nd_range<3> r(a, b); q.parallel_for(r, [=](auto x) {')).toContain('get_local_id');
    expect(launch('q.parallel_for(r, sycl::reduction(p, sycl::plus<>()), [=](sycl::id<1> i, auto &x) {')).toContain(
      'combine',
    );
  });
  test('members of a function object that stand behind', () => {
    const text =
      'struct K { void operator()(sycl::nd_item<1> it) const { acc.$0 } sycl::accessor<float, 1> acc; sycl::local_accessor<int> t; };';
    expect(labels(text)).toContain('get_multi_ptr');
    expect(labels(text.replace('acc.$0', 'it.$0'))).toContain('get_local_id');
  });
  test('aliases of types and of the namespace', () => {
    expect(labels('namespace s = sycl; void f(s::nd_item<1> i) { i.$0 }')).toContain('get_group');
    expect(labels('using item_t = sycl::nd_item<1>; void f(item_t i) { i.$0 }')).toContain('get_group');
    expect(labels('typedef cl::sycl::nd_item<3> item_t; void f(const item_t &i) { i.$0 }')).toContain('get_group');
    expect(labels('using namespace cl::sycl; void f(handler &cgh) { cgh.$0 }')).toContain('parallel_for');
    expect(labels('using namespace sycl; struct vec { int a; }; void f(vec v) { v.$0 }')).toEqual([]);
  });
  test('behind directives, and of types that a header has', () => {
    expect(
      labels('#define N 4\nsycl::queue make();\n#pragma once\nvoid f() { dfloat *d = other(); make().$0'),
    ).toContain('submit');
    expect(
      labels('void f() {\n#ifdef GPU\n  sycl::queue q(sycl::gpu_selector_v);\n#else\n  sycl::queue q;\n#endif\n  q.$0'),
    ).toContain('submit');
  });
  test('what another function calls the same is another thing', () => {
    expect(labels('void f(sycl::nd_item<1> x) { } void g(sycl::queue x) { x.$0 }')).toContain('submit');
    expect(labels('void f(sycl::nd_item<1> x) { } void g() { x.$0 }')).toEqual([]);
    expect(labels('void g(sycl::queue x) { { sycl::event x; } x.$0 }')).toContain('submit');
  });
});

describe('qualified names', () => {
  test('of the namespace, while the rest is broken', () => {
    const found = labels(`${HEAD} sycl::$0 ) } ;; template <`);
    expect(found).toEqual(
      expect.arrayContaining([
        'nd_item',
        'group_barrier',
        'reduce_over_group',
        'float4',
        'native',
        'atomic_ref',
        'sqrt',
        'memory_order',
      ]),
    );
    for (const nested of ['address_space', 'recip', 'relaxed', 'get_global_id', 'bfloat16'])
      expect(found).not.toContain(nested);
    expect(new Set(found).size).toBe(found.length);
  });
  test.each([
    ['sycl::memory_order::$0', ['relaxed', 'acquire', 'release', 'acq_rel', 'seq_cst']],
    ['cl::sycl::memory_scope::$0', ['work_item', 'sub_group', 'work_group', 'device', 'system']],
    ['sycl::access::mode::$0', ['read', 'write', 'read_write', 'discard_write', 'discard_read_write', 'atomic']],
    ['sycl::access_mode::$0', ['read', 'write', 'read_write', 'discard_write', 'discard_read_write', 'atomic']],
    [
      'sycl::access::address_space::g$0',
      ['global_space', 'local_space', 'private_space', 'generic_space', 'constant_space'],
    ],
    ['sycl::access::$0', ['address_space', 'decorated', 'fence_space', 'placeholder', 'mode', 'target']],
    ['sycl::usm::alloc::$0', ['host', 'device', 'shared', 'unknown']],
    ['sycl::property::queue::$0', ['in_order', 'enable_profiling']],
  ])('%s', (text, expected) => {
    expect(labels(`void f() { ${text}`)).toEqual(expected);
  });
  test('namespaces below', () => {
    expect(labels('float y = sycl::native::$0')).toEqual(expect.arrayContaining(['sin', 'recip', 'divide']));
    expect(labels('auto x = sycl::ext::oneapi::$0')).toContain('bfloat16');
    expect(labels('using namespace sycl; auto x = native::$0')).toContain('rsqrt');
    expect(labels('namespace s = cl::sycl; s::$0')).toContain('queue');
  });
  test("other namespaces are a C++ server's", () => {
    for (const path of ['std::', 'mine::', 'x::memory_order::', '::'])
      expect(labels(`void f() { ${path}$0`)).toEqual([]);
  });
  test('static members', () => {
    expect(
      labels('auto x = sycl::atomic_ref<int, sycl::memory_order::relaxed, sycl::memory_scope::device>::$0'),
    ).toContain('default_scope');
  });
});

describe('plain names', () => {
  test("are a C++ server's, unless the namespace was opened", () => {
    expect(labels('void f() { nd$0')).toEqual([]);
    expect(labels('using namespace sycl; void f() { nd$0')).toContain('nd_item');
    expect(labels('using sycl::nd_item; using sycl::range; void f() { n$0')).toEqual(['nd_item', 'range']);
  });
  test('nothing is offered for a name that is being declared', () => {
    expect(labels('using namespace sycl; void f() { float x$0')).toEqual([]);
    expect(labels('using namespace sycl; void f(queue q$0')).toEqual([]);
    expect(labels('using namespace sycl; void f() { return ma$0')).toContain('max');
  });
  test('names of the file where there is no C++ server', () => {
    const text = `${HEAD}we$0`;
    expect(labels(text)).toEqual([]);
    const found = labels(text, { names: true });
    expect(found).toEqual(expect.arrayContaining(['it', 'g', 'weigh', 'usm', 'Params']));
    expect(found).not.toContain('x');
    expect(labels(`${HEAD}p.$0`, { names: true })).toEqual(['scale', 'n']);
    const { code, offset } = markedCode(`#define SIZE 4\n${text}`);
    const said = new Map(
      kernelCompletion(code, offset, { names: true }).items.map((i) => [i.label, [i.kind, i.detail]]),
    );
    expect(said.get('weigh')).toEqual(['function', 'float weigh(float x, int n)']);
    expect(said.get('it')).toEqual(['variable', 'sycl::nd_item<2>']);
    expect(said.get('Params')).toEqual(['class', 'class']);
    expect(said.get('SIZE')).toEqual(['constant', 'macro']);
  });
  test('what an argument wants stands first, as the file writes it', () => {
    expect(inKernel('r.fetch_add(1.0f, $0').slice(0, 5)).toEqual(
      ['relaxed', 'acquire', 'release', 'acq_rel', 'seq_cst'].map((order) => `sycl::memory_order::${order}`),
    );
    expect(inKernel('r.fetch_add(1.0f, sycl::memory_order::relaxed, $0)')).toContain('sycl::memory_scope::work_group');
    expect(inKernel('sycl::reduce_over_group(g, 1, $0)')).toContain('sycl::plus<>()');
    expect(inKernel('sycl::group_barrier(g, $0)')).toContain('sycl::memory_scope::device');
    expect(inKernel('sycl::atomic_ref<int, $0')).toContain('sycl::memory_order::relaxed');
    expect(labels(`${HEAD.slice(0, HEAD.indexOf('sycl::accessor b'))} sycl::accessor z(buf, h, $0`)).toContain(
      'sycl::read_only',
    );
    expect(labels('using namespace sycl; void f() { atomic_fence(m$0')).toContain('memory_order::acquire');
    expect(labels('using namespace sycl; void f(buffer<int> b, handler &h) { b.get_access<$0')).toContain(
      'access_mode::read',
    );
  });
});

describe('attributes', () => {
  test.each([
    ['[=](sycl::nd_item<1> it) [[$0', 'sycl::reqd_work_group_size'],
    ['[=](sycl::nd_item<1> it) [[sycl::$0', 'reqd_sub_group_size'],
    ['[[sycl::device_has(sycl::aspect::fp16), sycl::$0]]', 'reqd_work_group_size'],
    ['[[using sycl: $0]]', 'work_group_size_hint'],
  ])('%s', (text, label) => {
    expect(labels(`void f() { ${text}`)).toContain(label);
  });
  test('of OpenCL C', () => {
    expect(cl('__attribute__((re$0')).toContain('reqd_work_group_size');
    expect(cl('kernel __attribute__((vec_type_hint(int), $0')).toContain('work_group_size_hint');
    expect(cl('__attribute__((reqd_work_group_size($0')).not.toContain('work_group_size_hint');
  });
});

describe('OpenCL C', () => {
  const K =
    '__kernel void k(__global float4 *a, __local int *t, uint n) {\n  size_t i = get_global_id(0);\n  float8 e;\n  float2 u, w;\n  ';
  test('every builtin', () => {
    const found = cl(`${K}$0`);
    expect(found).toEqual(
      expect.arrayContaining([
        'get_global_id',
        'barrier',
        'atomic_add',
        'atomic_fetch_add_explicit',
        'convert_float4',
        'as_int',
        'vload4',
        'native_sin',
        'half_cos',
        'float16',
        '__local',
        'CLK_LOCAL_MEM_FENCE',
        'async_work_group_copy',
        'mad24',
        'work_group_reduce_add',
      ]),
    );
    expect(found).not.toContain('convert_int4_sat_rte');
    expect(cl(`${K}convert_int4_$0`)).toContain('convert_int4_sat_rte');
    const { code, offset } = markedCode(`${K}$0`, '/k.cl');
    expect(kernelCompletion(code, offset).incomplete).toBe(true);
  });
  test.each([
    ['a[i].$0', 'w', 's4'],
    ['a->$0', 'lo', 's8'],
    ['e.$0', 's7', 's8'],
    ['e.lo.$0', 'w', 's5'],
    ['w.$0', 'y', 'z'],
    ['(a[0] + a[1]).$0', 'hi', 'sF'],
    ['(float2)(1.0f, 2.0f).$0', 'y', 'w'],
    ['a[i].xy.$0', 'y', 'z'],
    ['vload4(0, (const global float *)t).$0', 'even', 's8'],
    ['clamp(a[i], 0.0f, 1.0f).$0', 'w', 's8'],
  ])('elements of %s', (text, has, lacks) => {
    expect(cl(K + text)).toContain(has);
    expect(cl(K + text)).not.toContain(lacks);
  });
  test('members of a structure without a name of its own', () => {
    const text = 'typedef struct { float4 position; } Body;\nkernel void k(global Body *b) { b[0].position.$0';
    expect(cl(text)).toContain('w');
    expect(cl(text.replace('position.$0', '$0'), { names: true })).toEqual(['position']);
  });
  test('flags that a barrier wants', () => {
    expect(cl(`${K}barrier($0)`).slice(0, 2)).toEqual(['CLK_LOCAL_MEM_FENCE', 'CLK_GLOBAL_MEM_FENCE']);
    expect(cl(`${K}atomic_work_item_fence(CLK_LOCAL_MEM_FENCE, $0)`)[0]).toBe('memory_order_relaxed');
  });
});

describe('never', () => {
  test.each([
    '// it.$0',
    '/* it.$0 */',
    '"it.$0"',
    "'$0'",
    'R"(it.$0)"',
    '1.$0',
    '// a \\\n it.$0',
    '#include <sycl/$0',
    '#pragma $0',
    '/* sycl::$0',
  ])('in %s', (text) => {
    expect(labels(`using namespace sycl;\nvoid f(nd_item<1> it) {\n${text}`)).toEqual([]);
  });
  test('in a directive that more lines follow', () => {
    expect(labels('using namespace sycl;\n#include "na$0\nint x;')).toEqual([]);
    expect(labels('using namespace sycl;\n#if defi$0\nint x;\n#endif')).toEqual([]);
    expect(labels('using namespace sycl;\n#if A\n$0\nint x;')).toContain('nd_item');
    expect(labels('using namespace sycl;\n#define A(x) \\\n  x + $0\nint x;')).toContain('max');
  });
  test('but in the body of a macro, and behind a comment', () => {
    expect(labels('#define ID(it) sycl::$0')).toContain('nd_item');
    expect(labels('void f(sycl::nd_item<1> it) { // c\n it.$0')).toContain('barrier');
    expect(labels('void f(sycl::nd_item<1> it) { it./* c */$0')).toContain('barrier');
  });
  test('a character that begins nothing of ours asks for nothing', () => {
    const typed = (text: string, character: string): number =>
      labels(`using namespace sycl; void f(nd_item<1> it, nd_item<1> *p) { ${text}`, { typed: character }).length;
    for (const [text, character] of [
      ['it.$0', '.'],
      ['p->$0', '>'],
      ['sycl::$0', ':'],
      ['[[$0', '['],
    ] as const)
      expect(typed(text, character), text).toBeGreaterThan(0);
    for (const [text, character] of [
      ['a > $0', '>'],
      ['a ? b :$0', ':'],
      ['x[$0', '['],
      ['it $0', ' '],
      ['"$0', '"'],
      ['x /$0', '/'],
    ] as const)
      expect(typed(text, character), text).toBe(0);
  });
});

test('the word before the cursor is replaced, documentation comes later', () => {
  const { code, offset } = markedCode(`${HEAD}it.get_gl$0${TAIL}`);
  const found = kernelCompletion(code, offset).items.find(({ label }) => label === 'get_global_id');
  expect(code.text.slice(found?.start, found?.end)).toBe('get_gl');
  expect(found?.detail).toBe('get_global_id() -> id<D> (+1)');
  expect(resolveKernelCompletion(found?.id ?? '')).toBe(
    '```cpp\nnd_item::get_global_id() -> id<D>\nnd_item::get_global_id(dimension: int) -> size_t\n```\n\nPosition in the whole index space.\n\n*SYCL 2020, 4.9.1.5 nd_item class*',
  );
  expect(resolveKernelCompletion('no such thing')).toBeNull();
});
