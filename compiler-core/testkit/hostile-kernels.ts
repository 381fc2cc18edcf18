/** Texts that nobody means: half-typed, endless, self-referential, or grown beyond measure. */

export interface HostileText {
  readonly name: string;
  readonly text: string;
  /** Included files by their path; none where it is left out. */
  readonly files?: (path: string) => string | null;
  /** Of the file; OpenCL C by its ending. */
  readonly path?: string;
  /** It takes a second or so. */
  readonly large?: boolean;
}

/** A program with one kernel that runs `body` on `float *a`, `int *b`, `int n`. */
export const programWith = (body: string, before = ''): string => `#include <sycl/sycl.hpp>
${before}
void launch(sycl::queue &q, float *a, int *b, int n) {
  q.parallel_for(sycl::nd_range<1>(256, 64), [=](sycl::nd_item<1> it) {
    const int i = it.get_global_id(0);
    ${body}
  });
}
`;

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');
const nest = (count: number, open: string, inner: string, close: string): string =>
  open.repeat(count) + inner + close.repeat(count);
const file =
  (name: string, text: string) =>
  (path: string): string | null =>
    path.endsWith(name) ? text : null;
/** `f0` means `f1(x, x)` and so on: 2^count of the last. */
const doubling = (count: number): string =>
  `${lines(count, (i) => `#define F${i}(x) F${i + 1}(x) + F${i + 1}(x)`)}\n#define F${count}(x) x`;

const half: readonly HostileText[] = [
  ['template head', 'template <typename T, '],
  ['template arguments', 'std::vector<std::map<int, '],
  ['specialization', 'template <> struct S<int, char'],
  ['template in a kernel', programWith('foo<float, ')],
  ['launch', 'int main() { sycl::queue q; q.submit([&](sycl::handler &h) { h.parallel_for<class K>(sycl::nd_ra'],
  ['lambda capture', programWith('auto f = [=, &')],
  ['lambda parameters', programWith('auto f = [=](int x, ')],
  ['lambda body', 'void f(sycl::queue &q) { q.single_task([=]() { int x = 1; '],
  ['braces', programWith('{ { { if (i) { ')],
  ['parentheses', programWith('a[((((i + (n * ')],
  ['class', 'struct A : public B<int> { int x; void f( '],
  ['for', programWith('for (int k = 0; k < ')],
  ['declarator', 'int (*(*f)(int))['],
  ['operator', 'struct A { A operator'],
  ['attribute', '[[sycl::reqd_work_group_size(16, '],
  ['string', programWith('const char *s = "abc')],
  ['character', programWith("char c = '")],
  ['comment', `${programWith('a[i] = 1;')} /* not closed`],
  ['raw string', programWith('const char *s = R"x(abc)y";')],
  ['raw string delimiter', 'const char *s = R"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa(x)"; R"'],
  ['directive', '#define F(a, b, \nint x;\n#if (1 + \n#include <sy'],
  ['conditions', `${'#if 1\n'.repeat(3_000)}int x;`],
  ['closers', '}}}})))]]]>>>;;;'.repeat(2_000)],
  ['openers', '({[<'.repeat(5_000)],
  ['backslash at the end', '#define X 1 \\'],
  ['switch', programWith('switch (i) { case 1: case 2: { default')],
].map(([name = '', text = '']) => ({ name: `half-typed: ${name}`, text }));

const macros: readonly HostileText[] = [
  { name: 'macro of itself', text: `#define X X X\n#define f(a) f(f(a))\n${programWith('a[i] = f(f(X)) + X;')}` },
  { name: 'macros of each other', text: `#define A B A\n#define B A B\n${programWith('a[i] = A + B;')}` },
  { name: 'macro without its arguments', text: `#define F(a, b) a + b\n${programWith('a[i] = F(1); a[i] = F; F(')}` },
  { name: 'macro that doubles', large: true, text: `${doubling(40)}\n${programWith('a[i] = F0(1);')}` },
  {
    name: 'macro arguments that double',
    large: true,
    text: `#define D(x) x x\n${programWith(`a[i] = ${nest(40, 'D(', '1', ')')};`)}`,
  },
  { name: 'macro arguments, deep', text: `#define I(x) x\n${programWith(`a[i] = ${nest(3_000, 'I(', '1', ')')};`)}` },
  { name: 'macro that pastes nonsense', text: '#define P(a, b) a ## b ## #a\nint P(+, "x") P(, ) P(/, /);' },
  {
    name: 'macro text that doubles',
    large: true,
    text: `${lines(30, (i) => `#define S${i}(x) #x S${i + 1}(x x)`)}\nS0(abc)`,
  },
  { name: 'condition of itself', text: '#define X X\n#if X || defined(X) && (X\n#elif __has_include(X)\n#endif' },
  { name: 'condition, deep', text: `#if ${nest(20_000, '(', '1', ')')}\n#endif\n#if ${'!'.repeat(20_000)}1\n#endif` },
  { name: 'condition, long', text: `#if ${'1 + '.repeat(50_000)}1\nint x;\n#endif` },
  {
    name: 'numbers without end',
    text: `#if ${'9'.repeat(200_000)}\n#endif\nconst double x = ${'9'.repeat(200_000)}.0e99999999;`,
  },
  { name: 'line numbers', text: '#line 99999999999999999999999 "x"\n#line 0\n#line -1\nint x = __LINE__;' },
  { name: 'counters', text: programWith(lines(5_000, () => 'int __COUNTER__;')) },
  { name: '5,000 macros', text: `${lines(5_000, (i) => `#define M${i} M${i + 1}`)}\n${programWith('a[i] = M0;')}` },
];

const includes: readonly HostileText[] = [
  { name: 'missing includes', text: lines(2_000, (i) => `#include "gone${i}.h"`) + programWith('a[i] = gone(1);') },
  { name: 'include of itself', text: '#include "a.cpp"\nint x;', files: () => '#include "a.cpp"\nint y;' },
  {
    name: 'include cycle',
    text: programWith('a[i] = 1;', '#include "x.h"'),
    files: (path) =>
      path.endsWith('x.h') ? '#include "y.h"\nint x;' : path.endsWith('y.h') ? '#include "x.h"\nint y;' : null,
  },
  {
    name: 'include chain',
    text: '#include "h0.h"',
    files: (path) => `#include "h${Number(/(\d+)\.h$/.exec(path)?.[1] ?? 0) + 1}.h"\nint x;`,
  },
  {
    name: 'includes that double',
    text: '#include "h0.h"\n',
    files: (path) => {
      const next = `#include "h${Number(/(\d+)\.h$/.exec(path)?.[1] ?? 0) + 1}.h"\n`;
      return next + next;
    },
  },
  {
    name: 'a header of 20,000 lines',
    large: true,
    text: programWith('a[i] = f19999(i);', '#include "big.h"'),
    files: file(
      'big.h',
      lines(20_000, (i) => `inline int f${i}(int x) { return x + ${i}; }`),
    ),
  },
  {
    name: 'a header of 20,000 half-typed lines',
    large: true,
    text: programWith('a[i] = 1;', '#include "big.h"'),
    files: file(
      'big.h',
      lines(20_000, (i) => `template <class T> struct S${i} { T x[${i}; void f(`),
    ),
  },
  {
    name: 'a header of 20,000 macros',
    large: true,
    text: programWith('a[i] = M7;', '#include "big.h"'),
    files: file(
      'big.h',
      lines(20_000, (i) => `#define M${i} (${i} + M${i + 1})`),
    ),
  },
];

const bytes: readonly HostileText[] = [
  { name: 'nothing', text: '' },
  { name: 'digraphs', text: '%:define X <: 1 :>\n%:%: <% %> <::> void f(int a<::>) <% a X = 1; %>' },
  { name: 'trigraphs', text: "??=define X ??( 1 ??)\n??< ??> ??/\n??! ??- ??' int x ??(3??);" },
  { name: 'NULs', text: `\0\0int\0x\0=\0 1;\0${programWith('a[\0i] \0= 1;')}\0` },
  {
    name: 'bytes that are no UTF-8',
    text: new TextDecoder().decode(Uint8Array.from({ length: 60_000 }, (_, i) => (i * 167 + (i >> 3)) & 255)),
  },
  { name: 'surrogates', text: programWith('a[i] = \ud800 + \udfff; int \u{1f600} = 1; "\ud800";') },
  { name: 'byte order mark and line ends', text: `\ufeff${programWith('a[i] = 1;').replaceAll('\n', '\r')}` },
  { name: 'one long name', text: `int ${'x'.repeat(1_000_000)};` },
  { name: 'one long line', large: true, text: programWith('a[i] += 1; '.repeat(20_000)) },
  { name: 'spliced lines', text: programWith('a\\\n[\\\ni\\\n]'.repeat(5_000)) },
  { name: 'raw strings', text: programWith('auto s = R"(a\n)b" "x)" R"d()d)d" LR"()" u8R"(\0)";') },
  { name: 'backslashes', text: '\\'.repeat(50_000) },
  { name: 'quotes', text: `"'`.repeat(50_000) },
  { name: 'OpenCL C that is none', path: '/a.cl', text: 'kernel void f(global float *a, local ' },
  {
    name: 'OpenCL C, deep',
    path: '/a.cl',
    text: `kernel void f(global int *a) { a[0] = ${nest(5_000, '(', '1', ')')}; }`,
  },
];

const deep: readonly HostileText[] = [
  { name: 'parentheses', text: programWith(`a[i] = ${nest(20_000, '(', '1', ')')};`) },
  { name: 'braces', text: programWith(nest(20_000, '{', 'a[i] = 1;', '}')) },
  { name: 'braced lists', text: programWith(`int x[] = ${nest(20_000, '{', '1', '}')};`) },
  { name: 'ifs', text: programWith(`${'if (i) '.repeat(20_000)}a[i] = 1;`) },
  {
    name: 'else ifs',
    large: true,
    text: programWith(`${lines(5_000, (k) => `if (i == ${k}) a[i] = ${k}; else`)} a[i] = 1;`),
  },
  { name: 'ifs in turn', large: true, text: programWith(lines(3_000, (k) => `if (i == ${k}) a[i] = ${k};`)) },
  { name: 'returns in turn', large: true, text: programWith(lines(3_000, (k) => `if (i == ${k}) return;`)) },
  { name: 'pointers', text: programWith(`int ${'*'.repeat(20_000)}p = 0; a[i] = ${'*'.repeat(20_000)}p;`) },
  { name: 'arrays', text: programWith(`int p${'[2]'.repeat(5_000)}; p${'[0]'.repeat(5_000)} = 1;`) },
  { name: 'templates', text: `${nest(20_000, 'A<', 'int', '>')} x;` },
  { name: 'template heads', text: `${'template <typename T> '.repeat(10_000)} void f();` },
  { name: 'a long sum', text: programWith(`a[i] = ${'a[i] + '.repeat(20_000)}1;`) },
  {
    name: 'a long sum of constants',
    text: `constexpr int N = ${'1 + '.repeat(20_000)}1;\n${programWith('a[i] = N;')}`,
  },
  { name: 'assignments', text: programWith(`${'a[i] = '.repeat(20_000)}1;`) },
  { name: 'conditionals', text: programWith(`a[i] = ${'i ? 1 : '.repeat(20_000)}1;`) },
  { name: 'minuses', text: programWith(`a[i] = ${'- '.repeat(20_000)}1;`) },
  { name: 'casts', text: programWith(`a[i] = ${'(int)'.repeat(20_000)}1;`) },
  { name: 'calls', text: programWith(`a[i] = ${nest(5_000, 'sycl::sqrt(', '1.f', ')')};`) },
  { name: 'members', text: programWith(`a[i] = i${'.x'.repeat(20_000)};`) },
  { name: 'lambdas', text: programWith(`${nest(2_000, '[&]() { ', 'a[i] = 1;', ' }();')}`) },
  { name: 'namespaces', text: nest(10_000, 'namespace n { ', 'int x;', '}') },
  { name: 'classes', text: nest(5_000, 'struct A { ', 'int x;', '};') },
  { name: 'function types', text: `void f${nest(5_000, '(int ', 'x', ')')};` },
  { name: 'declarators', text: `int ${nest(5_000, '(', 'x', ')')};` },
  {
    name: 'loops',
    large: true,
    text: programWith(`${lines(300, (k) => `for (int k${k} = 0; k${k} < n; ++k${k})`)} a[i] = 1;`),
  },
  {
    name: 'loops that end early',
    text: programWith(
      `${lines(25, (k) => `for (int k${k} = 0; k${k} < n; ++k${k}) { if (k${k} == i) break;`)} a[i] = 1; ${'}'.repeat(25)}`,
    ),
  },
  {
    name: 'a chain of functions',
    text: programWith(
      'a[i] = f0(i);',
      `int f1(int);${lines(3_000, (k) => `int f${3_000 - k}(int x) { return f${3_001 - k}(x) + 1; }`)}\nint f0(int x) { return f1(x); }`,
    ),
  },
].map((one) => ({ ...one, name: `deep: ${one.name}` }));

const grown: readonly HostileText[] = [
  {
    name: 'template of itself',
    text: programWith('a[i] = f<0>();', 'template <int N> int f() { return f<N + 1>() + 1; }'),
  },
  {
    name: 'template that doubles',
    large: true,
    text: programWith('a[i] = f<30>();', 'template <int N> int f() { return f<N - 1>() + f<N - 2>(); }'),
  },
  {
    name: 'class template of itself',
    text: programWith('A<int> x; a[i] = x.y;', 'template <typename T> struct A { A<A<T>> x; int y; };'),
  },
  {
    name: 'class template value of itself',
    text: programWith('a[i] = A<0>::v;', 'template <int N> struct A { static constexpr int v = A<N + 1>::v + 1; };'),
  },
  {
    name: 'Fibonacci of classes',
    text: programWith(
      'a[i] = F<90>::v;',
      'template <int N> struct F { enum { v = F<N - 1>::v + F<N - 2>::v }; };\ntemplate <> struct F<0> { enum { v = 0 }; };\ntemplate <> struct F<1> { enum { v = 1 }; };',
    ),
  },
  {
    name: 'alias of itself',
    text: programWith('T<int> x;', 'template <typename U> using T = T<T<U>>;\nusing V = V;\ntypedef W W;\nV v; W w;'),
  },
  {
    name: 'pairs that double',
    text: programWith(
      'P30 x; a[i] = sizeof(x);',
      `struct P0 { int a, b; };\n${lines(30, (k) => `struct P${k + 1} { P${k} a, b; };`)}`,
    ),
  },
  {
    name: 'pairs of types that double',
    large: true,
    text: programWith(
      'T30 x;',
      `template <class A, class B> struct P { A a; B b; };\nusing T0 = P<int, int>;\n${lines(30, (k) => `using T${k + 1} = P<T${k}, T${k}>;`)}`,
    ),
  },
  {
    name: 'class in itself',
    text: programWith(
      'A x; a[i] = x.a.b.a.b.c; A y = x;',
      'struct B;\nstruct A { B b; A a; int c; };\nstruct B { A a; B b; A z[4]; };',
    ),
  },
  {
    name: 'class that derives from itself',
    text: programWith(
      'A x; a[i] = x.c;',
      'struct A : A { int c; };\nstruct C : D {};\nstruct D : C {}; C c;\ntemplate <class T> struct E : E<E<T>> {}; E<int> e;',
    ),
  },
  {
    name: 'constexpr of itself',
    text: `constexpr int f(int n) { return f(n + 1); }\nconstexpr int N = f(0);\n${programWith('int x[N]; a[i] = f(i) + x[0];')}`,
  },
  {
    name: 'constexpr Fibonacci',
    large: true,
    text: `constexpr int f(int n) { return n < 2 ? n : f(n - 1) + f(n - 2); }\nconstexpr int N = f(40);\n${programWith('a[i] = N + f(30);')}`,
  },
  {
    name: 'constexpr without end',
    text: `constexpr int f() { int x = 0; while (true) ++x; for (;;) ++x; return x; }\nconstexpr int N = f();\n${programWith('a[i] = N; while (1) {} for (;;); do {} while (1);')}`,
  },
  {
    name: 'constant of itself',
    text: `const int N = N + 1; constexpr int A = B, B = A;\nenum { X = Y, Y = X };\n${programWith('int x[N + A + X]; a[i] = x[0];')}`,
  },
  {
    name: 'huge constant array',
    large: true,
    text: `constexpr int t[] = { ${'1, '.repeat(200_000)} };\n${programWith('a[i] = t[i];')}`,
  },
  {
    name: 'array without bound',
    text: programWith('int x[1 << 30][1 << 30]; float y[99999999999999999999] = {1}; x[i][i] = 1; a[i] = y[i];'),
  },
  {
    name: 'array of structures',
    text: programWith(
      'S x[1000000000] = {}; a[i] = x[i].c[i]; S y = x[3];',
      'struct S { int c[100000000]; S() { for (auto &x : c) x = 1; } };',
    ),
  },
  {
    name: 'huge initializer',
    text: programWith('int x[100000000] = {1, 2}; int y[10000000] = {}; a[i] = x[i] + y[i];'),
  },
  {
    name: 'unrolled loop',
    text: programWith(
      '#pragma unroll\nfor (int k = 0; k < 1000000000; ++k) a[k] = k;\n#pragma unroll 1000000\nfor (int k = 0; k < n; ++k) a[k] = k;',
    ),
  },
  {
    name: 'range of a huge array',
    text: programWith('int x[1000000000]; for (int y : x) a[i] += y; for (auto z : {1, 2, 3}) a[i] += z;'),
  },
  {
    name: 'huge vectors',
    text: programWith(
      'sycl::vec<float, 1000000000> v(1); sycl::marray<int, 999999999> w; a[i] = v[0] + w[1]; std::array<int, 4000000000> z{}; a[i] = z[1];',
    ),
  },
  {
    name: 'huge shift and power',
    text: `constexpr int N = 1 << 100000000;\nconstexpr long M = (1LL << 62) * (1LL << 62);\nconstexpr int Z = 1 / 0 + 1 % 0;\n${programWith('a[i] = N + M + Z; int x[M]; int y[-5]; x[0] = y[1];')}`,
  },
  {
    name: 'index sequences',
    text: programWith(
      'f(std::make_index_sequence<1000000000>{});',
      'template <size_t... I> void f(std::index_sequence<I...>) { int x[] = {int(I)...}; }',
    ),
  },
  {
    name: 'packs that grow',
    large: true,
    text: programWith('a[i] = f(1);', 'template <typename... T> int f(T... x) { return f(x..., x..., 1); }'),
  },
  {
    name: 'lambdas that call each other',
    text: programWith('auto f = [&](auto g, auto x) { return g(g, x) + g(g, x); }; a[i] = f(f, 1);'),
  },
  {
    name: 'functions that double',
    large: true,
    text: programWith(
      'a[i] = f0(i);',
      `inline int f30(int x) { return x; }\n${lines(30, (k) => `inline int f${29 - k}(int x) { return f${30 - k}(x) + f${30 - k}(x + 1); }`)}`,
    ),
  },
  {
    name: 'host functions that double',
    text: `void f30(sycl::queue &q) { q.single_task([=]() { }); }\n${lines(30, (k) => `void f${29 - k}(sycl::queue &q) { f${30 - k}(q); f${30 - k}(q); }`)}\nint main() { sycl::queue q; f0(q); }`,
  },
  {
    name: 'host function of itself',
    text: `void g(sycl::queue &q, int n);\nvoid f(sycl::queue &q, int n) { q.single_task([=]() { f(q, n); }); f(q, n + 1); g(q, n); }\nvoid g(sycl::queue &q, int n) { f(q, n + 2); g(q, n); }`,
  },
  {
    name: 'values that double',
    text: programWith(`int x0 = i; ${lines(200, (k) => `const int x${k + 1} = x${k} + x${k};`)} a[i] = x200;`),
  },
  {
    name: 'values that double, conditional',
    text: programWith(
      `int x0 = i; ${lines(60, (k) => `int x${k + 1} = x${k} > 3 ? x${k} * 2 : x${k} - 1;`)} a[i] = x60;`,
    ),
  },
  {
    name: 'kernels without end',
    large: true,
    text: `template <int N> void f(sycl::queue &q) { q.single_task([=]() { int x = N; }); f<N + 1>(q); f<N * 2>(q); }\nint main() { sycl::queue q; f<1>(q); }`,
  },
  {
    name: '2,000 large kernels',
    large: true,
    text: `int main() { sycl::queue q; ${lines(2_000, () => `q.single_task([=]() { ${'x = x + 1; '.repeat(20)} });`)} }`,
  },
  {
    name: 'variables that change in turn',
    text: programWith(
      `${lines(60, (k) => `int x${k} = 0;`)} while (x0 < n) { ${lines(59, (k) => `if (x${k} > 3) x${k + 1} = x${k};`)} x0++; } a[i] = x59;`,
    ),
  },
  {
    name: 'pointers that go anywhere',
    large: true,
    text: programWith(
      `float *p = a; ${lines(60, (k) => `float x${k}[4]; if (i == ${k}) p = x${k};`)} ${lines(60, () => 'p[i] = p[i + 1];')}`,
    ),
  },
  {
    name: 'overloads',
    large: true,
    text: programWith(
      'a[i] = f(f(f(i)));',
      lines(3_000, (k) => `template <typename T, typename U = decltype(f(T()))> int f(T x, U y = ${k}); int f(int x);`),
    ),
  },
  {
    name: 'default arguments of themselves',
    text: programWith(
      'f();',
      'int f(int x = f()) { return x; }\ntemplate <class T = A<>> struct A { T x; };\nA<> z;\nauto g() { return g(); }\ndecltype(h()) h() { return h(); }\nint k = g() + h();',
    ),
  },
].map((one) => ({ ...one, name: `grown: ${one.name}` }));

export const HOSTILE_TEXTS: readonly HostileText[] = [...half, ...macros, ...includes, ...bytes, ...deep, ...grown];
