/** Host code to programs: text in, text out. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseText } from '../../../../testkit/parse-cxx.ts';
import { printProgram } from '../../../ir/print-program.ts';
import { verifyProgram } from '../../../ir/verify-program.ts';
import { lowerUnit } from '../lower/by-parts.ts';

/** The steps of all programs, functions left out, each behind its name where there are several. */
const programs = (text: string): string => {
  const found = lowerUnit(parseText(`#include <sycl/sycl.hpp>\n#include <vector>\n${text}`)).programs();
  return found
    .map((program) => {
      expect(verifyProgram(program)).toEqual([]);
      const lines = printProgram({ ...program, funcs: [] })
        .trimEnd()
        .split('\n');
      const steps = lines.slice(1, -1).map((line) => line.replace(/^ {2}/, ''));
      return (found.length > 1 ? [`${program.name}:`, ...steps] : steps).join('\n');
    })
    .join('\n');
};
/** Of a function with a queue, device and shared memory, and a kernel that leads it to be read. */
const steps = (body: string, before = ''): string =>
  programs(`${before}
void f(int n) {
  sycl::queue q;
  float *d = sycl::malloc_device<float>(64, q);
  float *s = sycl::malloc_shared<float>(n, q);
  q.single_task<class K>([=] { d[0] = s[0]; });
  ${body}
}`)
    .split('\n')
    .filter((line) => !/^(?:queue q outOfOrder|memory [ds]: float32|launch e0 = K\()/.test(line))
    .join('\n');

test('the example of the documentation', () => {
  const text = readFileSync(new URL('../../../../../examples/reverse.cpp', import.meta.url), 'utf8');
  expect(programs(text)).toBe(`queue q unknown
memory data: float32[uint64($\`data.size\`)] given
launch e0 = Reverse(readWrite data) over [$n] by [uint64(64)] on q`);
});

describe('queues and commands', () => {
  test.each([
    ['q.wait();', 'wait queue q'],
    ['q.wait_and_throw();', 'wait queue q'],
    ['q.memcpy(d, s, n);', 'copy e1 = s to d on q'],
    ['q.copy(s, d, n).wait();', 'copy e1 = s to d on q\nwait e1'],
    ['q.memset(d, 0, 256);', 'fill e1 = d on q'],
    ['q.fill(s, 1.0f, n);', 'fill e1 = s on q'],
    ['q.prefetch(s, n);', 'command e1 = "prefetch" of s on q'],
    ['q.ext_oneapi_submit_barrier();', 'command e1 = "barrier" on q'],
    ['auto e = q.memset(d, 0, 4); q.memset(s, 0, 4, e);', 'fill e1 = d on q\nfill e2 = s on q after e1'],
    [
      'auto e = q.memset(d, 0, 4); q.copy(d, s, 4, {e}); e.wait();',
      'fill e1 = d on q\ncopy e2 = d to s on q after e1\nwait e1',
    ],
    ['sycl::event e; e.wait();', 'wait'],
    ['sycl::event e; e = q.memset(d, 0, 4); sycl::event::wait({e});', 'fill e1 = d on q\nwait e1'],
    [
      'auto e = q.memset(d, 0, 4); if (n > 3) e = q.memset(s, 0, 4); e.wait();',
      'fill e1 = d on q\nbranch {\n  fill e2 = s on q\n} or {\n}\nwait? e1, e2',
    ],
    [
      'std::vector<sycl::event> es; es.push_back(q.memset(d, 0, 4)); es.push_back(q.memset(s, 0, 4)); sycl::event::wait(es);',
      'fill e1 = d on q\nfill e2 = s on q\nwait e1, e2',
    ],
    [
      'std::vector<sycl::event> es; for (int i = 0; i < n; i++) es.push_back(q.memset(d, i, 4)); sycl::event::wait(es);',
      'loop {\n  fill e1 = d on q\n}\nwait? e1',
    ],
    ['sycl::event e = other(); e.wait();', 'wait?'],
    [
      'q.submit([&](sycl::handler &h) { h.depends_on(q.memset(d, 0, 4)); h.memcpy(s, d, 4); }).wait();',
      'fill e1 = d on q\ncopy e2 = d to s on q after e1\nwait e2',
    ],
    ['q.submit([&](sycl::handler &h) { h.host_task([=] { s[1] = 2; }); });', 'command e1 = "host_task" of s on q'],
  ])('%s', (body, expected) => expect(steps(body)).toBe(expected));

  test('orders of queues', () => {
    const text = `void f(sycl::queue &given, sycl::property_list props) {
  sycl::queue a{sycl::property::queue::in_order()}, b, c{props}, d(sycl::gpu_selector_v, {sycl::property::queue::in_order{}});
  a.single_task([] {}); b.single_task([] {}); c.single_task([] {}); d.single_task([] {}); given.single_task([] {});
}`;
    expect(
      programs(text)
        .split('\n')
        .filter((line) => line.startsWith('queue')),
    ).toEqual(['queue a inOrder', 'queue b outOfOrder', 'queue c unknown', 'queue d inOrder', 'queue given unknown']);
  });
});

describe('memory', () => {
  test.each([
    ['sycl::free(d, q);', 'free d'],
    ['float *p = d; sycl::free(p, q);', 'free d'],
    [
      'float *h = sycl::malloc_host<float>(4, q); q.memcpy(h, d, 4);',
      'memory h: float32[uint64(4)] host\ncopy e1 = d to h on q',
    ],
    [
      'auto h = (float *)malloc(n * sizeof(float)); q.memcpy(h, d, 4); free(h);',
      'memory h: float32[uint64($n)] system\ncopy e1 = d to h on q\nfree h',
    ],
    [
      'float *h = new float[n]; q.memcpy(d, h, 4); delete[] h;',
      'memory h: float32[uint64($n)] system\ncopy e1 = h to d on q\nfree h',
    ],
    [
      'auto p = (int *)sycl::malloc(16, q, sycl::usm::alloc::shared); q.memset(p, 0, 4);',
      'memory p: int32[uint64(4)] shared\nfill e1 = p on q',
    ],
    [
      'auto p = sycl::aligned_alloc_device<int>(64, 16, q); q.memset(p, 0, 4);',
      'memory p: int32[uint64(16)] device\nfill e1 = p on q',
    ],
    ['int *p = other(); q.memset(p, 0, 4);', 'pointer p -> ?\nfill e1 = p on q'],
    ['q.memset(other(), 0, 4);', 'fill e1 = ? on q'],
    ['float *p = d; if (n > 3) p = s; q.memset(p, 0, 4);', 'pointer p -> d, s\nbranch {\n} or {\n}\nfill e1 = p on q'],
    [
      'float x; q.memcpy(&x, d, 4).wait(); printf("%f", x);',
      'memory x: float32[] system unfollowed\ncopy e1 = d to x on q\nwait e1',
    ],
    [
      'float x[4]; q.memcpy(x, d, 16); x[0] += 1;',
      'memory x: float32[4] system\ncopy e1 = d to x on q\nhost read x\nhost write x',
    ],
    [
      'std::vector<float> v(n); v[0] = 1; q.memcpy(d, v.data(), 16); v.resize(3);',
      'memory v: float32[] system\nhost write v\ncopy e1 = v to d on q\nhost write v',
    ],
    [
      'float *a = d, *b = s; q.memset(a, 0, 4); std::swap(a, b); q.memset(a, 0, 4);',
      'pointer a -> d, s\nfill e1 = a on q\nfill e2 = a on q',
    ],
  ])('%s', (body, expected) =>
    expect(steps(body).replace('branch {\n} or {\n}\n', '')).toBe(expected.replace('branch {\n} or {\n}\n', '')),
  );

  test('pointers in objects of the host', () => {
    const text = `struct Data { float *src, *out; };
void run(sycl::queue &q, Data &x) { q.single_task<class K>([p = x.src, r = x.out] { r[0] = p[0]; }); }
int main() {
  sycl::queue q;
  Data data;
  data.src = sycl::malloc_device<float>(4, q);
  data.out = sycl::malloc_shared<float>(4, q);
  q.fill(data.src, 1.f, 4);
  run(q, data);
  sycl::free(data.src, q);
}`;
    expect(programs(text)).toBe(`queue q outOfOrder
memory src: float32[uint64(4)] device
memory out: float32[uint64(4)] shared
fill e0 = src on q
launch e1 = K(read src, write out) over [] on q
free src`);
  });
});

describe('accesses of the host', () => {
  test.each([
    ['s[0] = 1;', 'host write s'],
    ['float x = s[0] + s[1];', 'host read s'],
    ['s[0] += 1;', 'host read s\nhost write s'],
    ['*s = 3;', 'host write s'],
    ['if (s[0] > 1) s[1] = 0;', 'host read s\nbranch {\n  host write s\n} or {\n}'],
    ['std::cout << s[0] << s[1];', 'host read s'],
    ['printf("%f", s[0]);', 'host read s'],
    ['std::fill(s, s + n, 0.f);', 'host write s'],
    ['std::sort(s, s + n);', 'host readWrite s'],
    ['memcpy(s, s + 4, 4);', 'host write s\nhost read s'],
    ['std::for_each(v.begin(), v.end(), [&](int i) { s[i] = i; });', 'host write s perhaps'],
    ['for (int i = 0; i < s[0]; i++) {}', 'loop {\n  host read s\n}'],
    ['while (s[0] < 1) q.memset(d, 0, 4);', 'loop {\n  host read s\n  fill e1 = d on q\n}'],
    ['do { q.wait(); } while (s[0] < 1);', 'loop {\n  wait queue q\n  host read s\n}'],
    ['float t = sum(s);', 'host read s perhaps'],
    ['set(s); set(d);', 'host write s perhaps\nhost write d perhaps'],
    ['other(s);', 'unknown "`other` is declared, its body is not known" of s'],
    ['mystery(s, 3);', 'unknown "`mystery` is not known" of s'],
    ['mystery(q);', 'unknown "`mystery` is not known" of *'],
    ['mystery(n);', ''],
  ])('%s', (body, expected) =>
    expect(
      steps(
        body,
        'float sum(const float *p) { float t = 0; for (int i = 0; i < 4; i++) t += p[i]; return t; } void set(float *p) { p[0] = 1; } void other(float *);',
      ),
    ).toBe(expected),
  );
});

describe('buffers', () => {
  const inGroup = (body: string): string =>
    programs(`void f(float *p, std::vector<float> &v, const float *c) { sycl::queue q; { ${body} } }`);
  const KERNEL = 'h.parallel_for<class K>(sycl::range<1>(4), [=](sycl::id<1> i) { a[i] = 1; });';

  test('a command group with an accessor; the end of the scope waits and writes back', () =>
    expect(
      inGroup(`sycl::buffer<float, 1> b(p, sycl::range<1>(4));
    q.submit([&](sycl::handler &h) { sycl::accessor a(b, h, sycl::write_only, sycl::no_init); ${KERNEL} });`),
    ).toBe(`queue q outOfOrder
memory p: float32[uint64($\`p.size\`)] given
memory b: float32[uint64(4)] buffer over p
launch e0 = K(write b) over [uint64(4)] on q requires write b no_init
destroy b writes_back`));

  test('what an accessor declares and what the kernel does may differ; accessors that it does not use count', () =>
    expect(
      inGroup(`sycl::buffer<float, 1> b(4), r(4);
    q.submit([&](sycl::handler &h) {
      auto a = b.get_access<sycl::access::mode::read_write>(h);
      auto other = r.get_access<sycl::access::mode::read>(h);
      ${KERNEL}
    });`),
    ).toBe(`queue q outOfOrder
memory b: float32[uint64(4)] buffer empty
memory r: float32[uint64(4)] buffer empty
launch e0 = K(write b) over [uint64(4)] on q requires readWrite b, read r
destroy r
destroy b`));

  test('host accessors, the last ones first out; vectors, iterators and constant memory', () =>
    expect(
      inGroup(`sycl::buffer b(v); sycl::buffer<float> i(v.begin(), v.end()); sycl::buffer<float> k(c, 4);
    q.submit([&](sycl::handler &h) { sycl::accessor a{b, h}; ${KERNEL} });
    { sycl::host_accessor x(b, sycl::read_only); float y = x[0]; }
    auto z = i.get_access<sycl::access::mode::write>(); z[0] = 1;
    auto w = k.get_host_access();`),
    ).toBe(`queue q outOfOrder
memory v: float32[] system
memory c: float32[uint64($\`c.size\`)] given
memory b: float32[uint64($\`b.size_0\`)] buffer over v
memory i: float32[uint64($\`i.size_0\`)] buffer over v
memory k: float32[uint64(4)] buffer over c
launch e0 = K(write b) over [uint64(4)] on q requires readWrite b
host read b by accessor
host write i by accessor
host readWrite k by accessor
destroy k
destroy i
destroy b writes_back`));

  test('placeholders count where they are required', () =>
    expect(
      inGroup(`sycl::buffer<float> b(4); sycl::accessor a{b, sycl::write_only};
    q.submit([&](sycl::handler &h) { h.require(a); ${KERNEL} });`),
    ).toContain('launch e0 = K(write b) over [uint64(4)] on q requires write b\n'));
});

describe('functions', () => {
  const LAUNCH = `void scale(sycl::queue &q, float *x, int n) {
  q.parallel_for<class S>(sycl::range<1>(n), [=](sycl::id<1> i) { x[i] *= 2; });
}
`;
  test('a function that launches is part of each call of it, with what it is given', () =>
    expect(
      programs(`${LAUNCH}int main() {
  sycl::queue q, r;
  float *a = sycl::malloc_device<float>(4, q), *b = sycl::malloc_device<float>(4, r);
  scale(q, a, 4);
  for (int i = 0; i < 3; i++) scale(r, b, 4);
}`),
    ).toBe(`queue q outOfOrder
queue r outOfOrder
memory a: float32[uint64(4)] device
memory b: float32[uint64(4)] device
launch e0 = S(readWrite a) over [uint64(4)] on q
loop {
  launch e1 = S(readWrite b) over [uint64(4)] on r
}`));

  test('templates, events as results, recursion, returns', () => {
    const text = `template <typename T> sycl::event twice(sycl::queue &q, T *x) {
  return q.single_task<class T2>([=] { x[0] += x[0]; });
}
void again(sycl::queue &q, int n) { if (n == 0) return; q.single_task<class R>([] {}); again(q, n - 1); }
int main() {
  sycl::queue q;
  float *a = sycl::malloc_device<float>(4, q), *b = sycl::malloc_device<float>(4, q);
  twice(q, a);
  twice(q, b).wait();
  again(q, 3);
}`;
    expect(programs(text)).toBe(`queue q outOfOrder
memory a: float32[uint64(4)] device
memory b: float32[uint64(4)] device
launch e0 = T2(readWrite a) over [] on q
launch e1 = T2(readWrite b) over [] on q
wait?
call "again" {
  branch {
    jump return
  } or {
  }
  launch e2 = R() over [] on q
  unknown "\`again\` calls itself" of *
}`);
  });

  test('helpers that allocate and copy are executed where they are called', () =>
    expect(
      programs(`float *upload(sycl::queue &q, const float *h, int n) {
  float *d = sycl::malloc_device<float>(n, q);
  q.memcpy(d, h, n * sizeof(float)).wait();
  return d;
}
${LAUNCH}int main() {
  sycl::queue q;
  float x[8], y[8];
  float *a = upload(q, x, 8), *b = upload(q, y, 8);
  scale(q, a, 8);
  scale(q, b, 8);
}`),
    ).toBe(`queue q outOfOrder
memory x_1: float32[8] system
memory y: float32[8] system
memory d: float32[uint64(8)] device
copy e0 = x_1 to d on q
wait e0
memory d_1: float32[uint64(8)] device
copy e1 = y to d_1 on q
wait e1
launch e2 = S(readWrite d) over [uint64(8)] on q
launch e3 = S(readWrite d_1) over [uint64(8)] on q`));

  test('members of a class', () => {
    const text = `struct Solver {
  sycl::queue q; float *u;
  Solver() { u = sycl::malloc_device<float>(8, q); }
  void run() { auto p = u; q.single_task<class Run>([=] { p[0] = 1; }); }
  ~Solver() { sycl::free(u, q); }
};
int main() { Solver s; s.run(); }`;
    expect(programs(text)).toContain('Run(');
  });

  test('switches', () => {
    const text = `void f(sycl::queue &q, float *a, int n) {
  switch (n) { case 1: q.memset(a, 0, 4); break; default: q.wait(); }
  q.single_task<class K>([=] { a[0] = 1; });
}`;
    const found = programs(text);
    expect(found).toContain('branch {\n  fill e0 = a on q\n} or {\n}\nbranch {\n  wait queue q\n} or {\n}');
  });
});
