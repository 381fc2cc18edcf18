import { describe, expect, test } from 'vitest';
import { apiEntryAt, apiHover } from './api-hover.ts';
import { KernelCode } from './code.ts';
import { markedCode } from './test/marked.ts';

const HEAD = `#include <sycl/sycl.hpp>
void run(sycl::queue &q, float *usm, int max) {
  q.parallel_for(sycl::nd_range<1>(64, 8), [=](sycl::nd_item<1> it) {
    auto g = it.get_group();
    sycl::vec<float, 4> v;
    `;
/** What the word with `$0` before it is: `class.name`. */
const at = (marked: string, path?: string): string => {
  const { code, offset } = markedCode(marked, path);
  const found = apiEntryAt(code, offset);
  return found === null ? 'nothing' : [found.entry.of, found.entry.name].filter((part) => part !== '').join('.');
};

describe('hover over the API', () => {
  test.each([
    ['it.$0get_global_id(0)', 'nd_item.get_global_id'],
    ['it.get_glo$0bal_id(0)', 'nd_item.get_global_id'],
    ['it.get_global_id$0(0)', 'nd_item.get_global_id'],
    ['g.$0get_local_id()', 'group.get_local_id'],
    ['it.get_group().$0leader()', 'group.leader'],
    ['sycl::$0group_barrier(g)', 'group_barrier'],
    ['sycl::$0nd_item<1> other', 'nd_item'],
    ['sycl::memory_order::$0relaxed', 'memory_order.relaxed'],
    ['sycl::$0memory_order::relaxed', 'memory_order'],
    ['sycl::access::mode::$0read', 'access_mode.read'],
    ['sycl::native::$0sin(1)', 'native.sin'],
    ['sycl::$0float4 f', 'float4'],
    ['v.$0convert<int>()', 'vec.convert'],
    ['v.template $0convert<int>()', 'vec.convert'],
    ['v.$0x()', 'vec.x'],
    ['q.$0submit(f)', 'queue.submit'],
    ['unknown.$0get_local_id(0)', 'nd_item.get_local_id'],
    ['[=](auto i) [[sycl::$0reqd_work_group_size(8)]] {}', 'reqd_work_group_size'],
    ['sycl::ext::oneapi::$0sub_group s', 'sub_group'],
  ])('%s', (text, expected) => {
    expect(at(`${HEAD}${text}; }); }`)).toBe(expected);
  });
  test.each([
    '$0it.x',
    '$0max',
    'std::$0sqrt(1)',
    'unknown.$0size()',
    'int $0min = 1',
    '// sycl::$0sqrt',
    '"sycl::$0sqrt"',
    'it$0 .x',
    '$0g',
    'mine::$0range',
  ])('not over %s', (text) => {
    expect(at(`${HEAD}${text}; }); }`)).toBe('nothing');
  });
  test('in OpenCL C', () => {
    expect(at('kernel void k() { size_t i = $0get_global_id(0); }', '/k.cl')).toBe('get_global_id');
    expect(at('kernel void k() { barrier($0CLK_LOCAL_MEM_FENCE); }', '/k.cl')).toBe(
      'cl_mem_fence_flags.CLK_LOCAL_MEM_FENCE',
    );
    expect(at('$0kernel void k() { }', '/k.cl')).toBe('kernel');
    expect(at('kernel void k(global $0float4 *a) { }', '/k.cl')).toBe('float4');
    expect(at('kernel void k(global float4 *a) { a[0].$0x = 1; }', '/k.cl')).toBe('vec.x');
    expect(at('__attribute__(($0reqd_work_group_size(8, 1, 1))) kernel void k() { }', '/k.cl')).toBe(
      'reqd_work_group_size',
    );
    expect(at('int min(int a) { return a; } kernel void k() { $0min(1); }', '/k.cl')).toBe('nothing');
  });
  test('the text', () => {
    const text = `${HEAD}sycl::atomic_fence(o, s); }); }`;
    const name = apiEntryAt(new KernelCode('/k.cpp', text), text.indexOf('atomic_fence') + 3);
    const found = name && apiHover(name);
    expect(found?.markdown).toBe(
      '```cpp\natomic_fence(order: memory_order, scope: memory_scope)\n```\n\nOrders accesses of this work-item to memory before and after it, as far as the scope reaches. It waits for nobody.\n\n*SYCL 2020, 4.15.1 Barriers and fences*',
    );
    expect(text.slice(found?.start, found?.end)).toBe('atomic_fence');
  });
});
