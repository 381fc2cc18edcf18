/** Launches that no call in the text leads to are read all the same, with symbols for what is not known. */

import { expect, test } from 'vitest';
import { lowerText } from '../../../../testkit/lower-cxx.ts';

const launch = (body: string): string =>
  `q.parallel_for(sycl::nd_range<1>(n * 64, 64), [=](sycl::nd_item<1> it) { int i = it.get_global_id(0); ${body} });`;

test.each<[string, string, number]>([
  [
    'a member of an instance of a class template, and one that is defined outside',
    `template <class T> struct Map {
       T *d; sycl::queue q; int n;
       void first() { auto p = d; ${launch('p[i] = 1;')} }
       void second(T *p);
     };
     template <class T> void Map<T>::second(T *p) { ${launch('p[i] = 2;')} }
     void other(Map<float> &map, sycl::queue &q, float *p, int n) { ${launch('p[i] = 3;')} }`,
    3,
  ],
  [
    'a lambda that a thread runs',
    `void f(sycl::queue &q, float *p, int n) { std::thread t([&]() { ${launch('p[i] = 1;')} }); t.join(); }`,
    1,
  ],
  [
    'templates in a table of functions',
    `template <int k> void f(sycl::queue &q, float *p, int n) { ${launch('p[i] = k;')} }
     auto pick(int k) {
       void (*table[])(sycl::queue &, float *, int) = {f<1>, f<2>, f<3>};
       return table[k];
     }`,
    3,
  ],
  [
    'functions that are handed over, each of them',
    `template <int k> void f(sycl::queue &q, float *p, int n) { ${launch('p[i] = k;')} }
     template <class F> void run(sycl::queue &q, float *p, int n, F f) { f(q, p, n); }
     void all(sycl::queue &q, float *p, int n) { run(q, p, n, f<1>); run(q, p, n, f<2>); }`,
    2,
  ],
  [
    'a template whose arguments are written, called with what is not known',
    `template <class T> void f(sycl::queue &q, T *p, Unknown n, int m) { ${launch('p[i] = 1;').replace('n *', 'm *')} }
     void g(sycl::queue &q, float *p) { f<float>(q, p, Unknown(3), mystery()); }`,
    1,
  ],
  [
    'an object out of a container of the host',
    `struct H { float *p; int n; };
     template <class F> void with(std::vector<H> &all, F f) { auto &h = all[0]; f(h); }
     void g(sycl::queue &q, std::vector<H> &all, int n) { with(all, [&](H &h) { auto p = h.p; ${launch('p[i] = 1;')} }); }`,
    1,
  ],
])('%s', (_, text, count) => {
  const kernels = lowerText(`#include <sycl/sycl.hpp>\n${text}`);
  expect([kernels.length, kernels.flatMap(({ reasons }) => reasons)]).toEqual([count, []]);
});

test('what is called is not read a second time', () => {
  const text = `template <class T> struct S { sycl::queue q; int n; T *p; void go() { auto p = this->p; ${launch('p[i] = 1;')} } };
    int main() { S<float> s; s.go(); }`;
  expect(lowerText(`#include <sycl/sycl.hpp>\n${text}`)).toHaveLength(1);
});
