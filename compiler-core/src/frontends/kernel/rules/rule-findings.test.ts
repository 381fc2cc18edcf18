/** What the rules say of a kernel's text, and what they leave alone. */

import { describe, expect, test } from 'vitest';
import { NO_OPTIONS } from '../preprocess/options.ts';
import { readKernels } from '../read.ts';
import { ruleFindings } from './rule-findings.ts';

/** `class code: text it is shown at`. */
const said = (text: string): readonly string[] =>
  ruleFindings(readKernels({ path: '/a.cpp', text, options: NO_OPTIONS, read: () => null })).map(
    ({ class: of, code, span }) => `${of} ${code}: ${text.slice(span.start, span.end)}`,
  );
/** Of a kernel with this lambda. */
const ofKernel = (lambda: string, before = '', locals = ''): readonly string[] =>
  said(`#include <sycl/sycl.hpp>
#include <vector>
${before}
int main() {
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(8, q);
  int n = 8;
  n += 1;
  ${locals}
  q.parallel_for(sycl::range<1>(8), ${lambda});
}`);

describe('captures', () => {
  test.each([
    ['[&](sycl::id<1> i) { x[i] = n; }', ['proved captured-reference: [&]']],
    ['[=](sycl::id<1> i) { x[i] = n; }', []],
    ['[x, &n](sycl::id<1> i) { x[i] = n; }', ['proved captured-reference: [x, &n]']],
    ['[&](sycl::id<1> i) { int y = 0; auto f = [&] { return y; }; f(); }', []],
    ['[=](sycl::id<1> i) { int y = n; auto f = [&] { return y; }; x[i] = f(); }', []],
    ['[=](sycl::id<1> i) { x[i] = v.size(); }', ['proved captured-host-object: v']],
    ['[=, s = v.size()](sycl::id<1> i) { x[i] = s; }', []],
    ['[=](sycl::id<1> i) { x[i] = sizeof(v); }', []],
    ['[=](sycl::id<1> i) { x[i] = p->size(); }', []],
  ])('%s', (lambda, expected) =>
    expect(ofKernel(lambda, '', 'std::vector<int> v(4); std::vector<int> *p = &v;')).toEqual(expected),
  );
});

describe('constructs', () => {
  test.each([
    ['x[i] = f(3);', 'int f(int k) { return k == 0 ? 0 : f(k - 1); }', ['proved not-in-device-code: f']],
    ['x[i] = f<3>();', 'template <int K> int f() { if constexpr (K == 0) return 0; else return f<K - 1>(); }', []],
    ['constexpr int k = f(3); x[i] = k;', 'constexpr int f(int k) { return k == 0 ? 0 : f(k - 1); }', []],
    ['x[i] = f(1);', 'int f(int k) { return k; } int g(int k) { throw k; }', []],
    ['x[i] = f(1);', 'int f(int k) { if (k < 0) throw k; return k; }', ['proved not-in-device-code: throw k']],
    ['x[i] = limit;', 'int limit = 3;', ['proved not-in-device-code: limit']],
    ['x[i] = limit;', 'const int limit = 3;', []],
    ['x[i] = table[0];', 'static constexpr int table[] = {1, 2};', []],
    ['x[i] = sizeof(limit);', 'int limit = 3;', []],
    ['int limit = 2; x[i] = limit;', 'int limit = 3;', []],
    ['static int k = 0; x[i] = k;', '', ['proved not-in-device-code: k']],
    ['static const int k = 0; x[i] = k;', '', []],
    ['int *t = new int; x[i] = *t;', '', ['proved not-in-device-code: new int']],
    ['alignas(int) char room[4]; int *t = new (room) int(3); x[i] = *t;', '#include <new>', []],
    ['S s; x[i] = s.f();', 'struct S { virtual int f() { return 1; } };', []],
    ['S s; S &r = s; x[i] = r.f();', 'struct S { virtual int f() { return 1; } };', ['proved not-in-device-code: r.f']],
    ['printf("%d", 1);', '', ['possible not-in-device-code: printf']],
  ])('%s %s', (body, before, expected) => expect(ofKernel(`[=](sycl::id<1> i) { ${body} }`, before)).toEqual(expected));

  test('what the host does is its own affair, also in the lambda of a command group', () =>
    expect(
      said(`#include <sycl/sycl.hpp>
int count = 0;
int main() {
  sycl::queue q;
  try {
    int *x = new int[4];
    q.submit([&](sycl::handler &h) {
      count++;
      h.host_task([&] { count++; throw 1; });
    });
    q.submit([&](sycl::handler &h) { count++; h.single_task([=] { int k = 1; }); });
  } catch (...) {
  }
}`),
    ).toEqual([]));

  test('the calls that lead to it are linked, the innermost first', () => {
    const text = `#include <sycl/sycl.hpp>
void g() { throw 1; }
void f() { g(); }
int main() { sycl::queue q; q.single_task<class K>([=] { f(); }); }`;
    const [found] = ruleFindings(readKernels({ path: '/a.cpp', text, options: NO_OPTIONS, read: () => null }));
    expect(found?.related.map(({ message }) => message)).toEqual([
      '`g` is called here',
      '`f` is called here',
      'the kernel `K` is launched here',
    ]);
  });
});

describe('sizes of launches', () => {
  test.each([
    ['sycl::nd_range<1>(1000, 256)', ['proved launch-mismatch: parallel_for']],
    ['sycl::nd_range<1>(1024, 256)', []],
    ['sycl::nd_range<1>(n, 256)', []],
    ['sycl::nd_range<1>(0, 256)', []],
  ])('%s', (range, expected) =>
    expect(
      said(`#include <sycl/sycl.hpp>
void f(sycl::queue &q, int n, int *x) { q.parallel_for(${range}, [=](sycl::nd_item<1> i) { x[i.get_global_id(0)] = 1; }); }`),
    ).toEqual(expected),
  );
});
