import { describe, expect, test } from 'vitest';
import { parseText } from '../../../../testkit/parse-cxx.ts';
import { lowerUnit } from './by-parts.ts';

/** The global size of the launch: what `n` is there, or null where the host does not tell. */
const sizeOf = (host: string, before = ''): unknown => {
  const text = `${before}
int main(int argc, char **argv) {
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(64, q);
  ${host}
  q.parallel_for<class K>(sycl::range<1>(n), [=](sycl::id<1> i) { x[i] = 1; });
}`;
  const kernel = lowerUnit(parseText(text)).kernels.at(-1);
  const [size] = kernel?.sizes.global ?? [];
  if (size === undefined) throw new Error('no kernel');
  const bare = size.kind === 'cast' ? size.operand : size;
  return bare.kind === 'int' ? Number(bare.value) : null;
};

describe('a variable that the host may change is no constant', () => {
  test.each([
    ['a stream', 'int n = 0; std::cin >> n;'],
    ['the second of a stream', 'int m = 0, n = 5; std::ifstream f("a"); f >> m >> n;'],
    ['a stream in a condition', 'int n = 0; std::ifstream f("a"); while (f >> n) {}'],
    ['a lambda that captures', 'int n = 0; auto f = [&] { n = rand(); }; f();'],
    ['a lambda that is given it', 'int n = 0; auto f = [](int &k) { k = rand(); }; f(n);'],
    ['a capture that is a reference', 'int n = 0; auto f = [&k = n] { k = rand(); }; f();'],
    ['a reference to it', 'int n = 0; int &r = n; r = rand();'],
    ['a library that writes', 'int n = 0; std::exchange(n, rand());'],
    ['a tuple of references', 'int n = 0, m = 0; std::tie(n, m) = std::make_pair(1, rand());'],
    ['a function that nobody knows', 'int n = 0; mystery(n);'],
    ['a class that nobody knows', 'int n = 0; Mystery m(n);'],
    ['its address', 'int n = 0; scanf("%d", &n);'],
    ['an element of a range', 'sycl::range<1> n(1); n[0] = argc;'],
  ])('%s', (_name, host) => {
    expect(sizeOf(host)).toBeNull();
  });

  test.each([
    ['a function with a body', 'int n = 0; get(n);', 'void get(int &n) { n = rand(); }'],
    ['one that is only declared', 'int n = 0; get(n);', 'void get(int &n);'],
    ['a pointer by reference', 'int k = 0, *p = &k; get(p); int n = *p;', 'void get(int *&p);'],
    ['a template', 'int n = 0; get(n);', 'template <typename T> void get(T &n) { n = rand(); }'],
    ['a pack', 'int n = 0; get(1, n);', 'template <typename... T> void get(int, T &...n);'],
    ['a constructor', 'int n = 0; P p(n);', 'struct P { P(int &k) { k = rand(); } };'],
    [
      'a method',
      'O o; o.parse(argv); const int n = o.n;',
      'struct O { int n = 0; void parse(char **a) { n = atoi(a[1]); } };',
    ],
    ['a field by reference', 'O o; parse(o); const int n = o.n;', 'struct O { int n = 0; }; void parse(O &o);'],
    ['an operator', 'int n = 0; P p; auto &z = p >> n;', 'struct P {}; P &operator>>(P &p, int &k);'],
  ])('through %s', (_name, host, before) => {
    expect(sizeOf(host, before)).toBeNull();
  });
});

describe('what leaves it alone keeps it', () => {
  test.each([
    ['output', 'int n = 16; std::cout << n; printf("%d", n);', ''],
    ['a shift', 'int k = 32, n = 16; k = k >> n;', ''],
    ['a value', 'int n = 16; twice(n);', 'int twice(int v);'],
    ['a constant reference', 'int n = 16; twice(n);', 'int twice(const int &v);'],
    ['a constant method', 'O o; o.show(); const int n = o.n;', 'struct O { int n = 16; void show() const; };'],
    ['a container', 'int n = 16; std::vector<float> v(n); v.resize(n);', ''],
    ['commands', 'int n = 16; q.memset(x, 0, n).wait();', ''],
    ['a kernel', 'int n = 16; q.single_task([=] { mystery(n); });', ''],
    ['a structure', 'int n = 16; P p{n};', 'struct P { int k; };'],
  ])('%s', (_name, host, before) => {
    expect(sizeOf(host, before)).toBe(16);
  });
});
