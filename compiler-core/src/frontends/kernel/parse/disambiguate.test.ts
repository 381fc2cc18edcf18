/**
 * The forms that are two things at once (DESIGN 7): by what is known of their names, and where nothing is, the usual
 * reading with a note. The third column has the places that were guessed.
 */

import { expect, test } from 'vitest';
import { CxxShape } from '../../../../testkit/cxx-shape.ts';
import { parseText } from '../../../../testkit/parse-cxx.ts';

test.each<[string, string[], string[]]>([
  [
    'void k(handler& h, int g) { local_accessor<float, 1> t(range<1>(g), h); }',
    ['k: function(h: reference to handler, g: int) returning void {t: local_accessor<float,1>(range<1>(g), h)}'],
    ['range<1>'],
  ],
  [
    'using namespace sycl; void f(float* p, int n) { buffer b(p, range<1>(n)); range<1> r(n); }',
    [
      'usingNamespace<using namespace sycl;>',
      'f: function(p: pointer to float, n: int) returning void {b: buffer(p, new-value<range<1>>(n)); r: range<1>(n)}',
    ],
    [],
  ],
  [
    'struct T {}; int a, b; void f() { a * b; T * c; T(d); T(a); T (*e)(int); T(x).y; T{1}; T(a, b); }',
    [
      'struct{}',
      'a: int, b: int',
      'f: function() returning void {(a * b); c: pointer to T; d: T; a: T; e: pointer to function(int) returning T; new-value<T>(x).y; new-value<T>{1}; new-value<T>(a, b)}',
    ],
    [],
  ],
  [
    'void f() { U * p; U & q = r; U * s = t; ok && check(x); p * 2; U<int> v; U<int>::w x; ns::U y(1); }',
    [
      'f: function() returning void {p: pointer to U; q: reference to U = r; s: pointer to U = t; (ok && check(x)); (p * 2); v: U<int>; x: U<int>::w; y: ns::U(1)}',
    ],
    ['U * p', 'U & q', 'U * s'],
  ],
  [
    'int x; typedef int T; int v = (T)(x) + (x)(3) + (T)-x + (x)-1 + (T)*p + (x)*p + (T)&x + (x)&x;',
    [
      'x: int',
      'T: typedef int',
      'v: int = (((((((((c<T>(x) + x(3)) + c<T>((-x))) + x) - 1) + c<T>((*p))) + (x * p)) + c<T>((&x))) + x) & x)',
    ],
    [],
  ],
  [
    'int v = (size_t)(n) * 4 + (uchar4)(p) + (Unknown)x + (Unknown*)y + (a)(b);',
    ['v: int = (((((c<size_t>(n) * 4) + c<uchar4>(p)) + c<Unknown>(x)) + c<pointer to Unknown>(y)) + c<a>(b))'],
    ['(uchar4)', '(a)'],
  ],
  [
    'int a, b, c, d; void f() { g(a < b, c > (d)); g(u < b, c > (d)); }',
    ['a: int, b: int, c: int, d: int', 'f: function() returning void {g((a < b), (c > d)); g(u<b,c>(d))}'],
    ['u < b, c >'],
  ],
  [
    'template <int N> int f(int); int a, n; int v = f<3>(a) + (a < 3) > (n), w = n < a > (1);',
    [
      'template<value N> f: function(int) returning int',
      'a: int, n: int',
      'v: int = ((f<3>(a) + (a < 3)) > n), w: int = ((n < a) > 1)',
    ],
    [],
  ],
  [
    'template <class T> struct V { static int s; template <class U> U get(); }; void f(V<int> v, V<int>* p) { v.get<float>(); p->get<int>() < 3; v.x < 3 && v.y > (4); int a = V<int>::s < 2; }',
    [
      'template<type T> struct{s: static int; template<type U> get: function() returning U}',
      'f: function(v: V<int>, p: pointer to V<int>) returning void {v.get<float>(); (p->get<int>() < 3); ((v.x < 3) && (v.y > 4)); a: int = (V<int>::s < 2)}',
    ],
    [],
  ],
  [
    'int f(int(x)); struct S { S(int); }; void g(int y) { S a(int(y)); S b(S(y)); S c((int(y))); S d(int); S e(); S h{}; }',
    [
      'f: function(x: int) returning int',
      'struct{S: function(int) returning none}',
      'g: function(y: int) returning void {a: function(y: int) returning S; b: function(y: S) returning S; c: S(new-value<int>(y)); d: function(int) returning S; e: function() returning S; h: S{}}',
    ],
    [],
  ],
  [
    'void g() { float v(0), w(x), a(b, c), d(T * e), h(T e), i(std::sqrt(2.f)), j(*p), k(&q), l(s.t), m(u + 1); }',
    [
      'g: function() returning void {v: float(0), w: float(x), a: float(b, c), d: float((T * e)), h: function(e: T) returning float, i: float(std::sqrt(2.f)), j: float((*p)), k: float((&q)), l: float(s.t), m: float((u + 1))}',
    ],
    ['(x)', '(b, c)', '(T * e)'],
  ],
  [
    'void f(int n, T x, U<int> y, V* z, W&&, int (*cb)(int), X...); T g(A), h(A, B), i(A * b), j(3), k(a.b);',
    [
      'f: function(n: int, x: T, y: U<int>, z: pointer to V, rvalue of W, cb: pointer to function(int) returning int, pack of X) returning void',
      'g: function(A) returning T, h: function(A, B) returning T, i: function(b: pointer to A) returning T, j: T(3), k: T(a.b)',
    ],
    [],
  ],
  [
    'FOO_API int f(); HOST_DEVICE static inline float g(T* x); API Foo<T>* h(int); DECL Bar i; struct EXPORT S { API S(); int x UNUSED; };',
    [
      'f: function() returning int',
      'g: function(x: pointer to T) returning static inline float',
      'h: function(int) returning pointer to Foo<T>',
      'i: Bar',
      'struct{S: function() returning none; x: int}',
    ],
    ['FOO_API', 'HOST_DEVICE', 'API', 'Foo<T>', 'DECL', 'EXPORT', 'API', 'UNUSED'],
  ],
  [
    'TEST(a, b) { int x = 1; } REGISTER(x); REGISTER(y)\nint z;',
    ['macro TEST {x: int = 1}', 'macro REGISTER', 'macro REGISTER', 'z: int'],
    ['TEST(a, b)', 'REGISTER(x);', 'REGISTER(y)'],
  ],
  [
    'void f() { CHECK(x)\ny(); FOR_EACH(i, n) { a(i); } CHECK_OK(z); LOOP_BEGIN\nif (b) c(); }',
    [
      'f: function() returning void {macro CHECK; y(); macro FOR_EACH {a(i)}; CHECK_OK(z); macro LOOP_BEGIN; if (b) c()}',
    ],
    ['CHECK(x)', 'FOR_EACH(i, n)', 'LOOP_BEGIN'],
  ],
  [
    'class A; struct A { A* next; A() {} explicit A(B b) {} A(A&&); ~A(); }; A* p = new A(); enum E { e1, e2 }; E x = e1; struct stat st; struct stat* q;',
    [
      'class A',
      'struct{next: pointer to A; A: function() returning none {}; A: function(b: B) returning explicit none {}; A: function(rvalue of A) returning none; ~A: function() returning none}',
      'p: pointer to A = new<A>()',
      'enum E{e1,e2}',
      'x: E = e1',
      'st: struct stat',
      'q: pointer to struct stat',
    ],
    [],
  ],
  [
    'auto k = h.parallel_for<class K>(nd_range<1>(g, l), [=](nd_item<1> i) { a[i] = b[i] < c && d > (e); });',
    [
      'k: auto = h.parallel_for<class K>(nd_range<1>(g, l), lambda[=](i: nd_item<1>){(a[i] = ((b[i] < c) && (d > e)))})',
    ],
    ['nd_range<1>', 'nd_item<1>'],
  ],
  [
    'void f() { for (auto i = v.begin(); i < v.end(); ++i) g(i < n, m > 3); int a = x < y, b = z > w; if (a < b && c > d) e(); while (i < n) {} }',
    [
      'f: function() returning void {for (i: auto = v.begin(); (i < v.end()); (++i)) g((i < n), (m > 3)); a: int = (x < y), b: int = (z > w); if (((a < b) && (c > d))) e(); while ((i < n)) {}}',
    ],
    [],
  ],
  [
    'template <class T, class = std::enable_if_t<(sizeof(T) > 4)>> void f(); std::array<int, (1 > 0)> a; std::vector<std::vector<int>> b; std::map<int, std::pair<int, int>> c = x >> y;',
    [
      'template<type T, type> f: function() returning void',
      'a: std::array<int,(1>0)>',
      'b: std::vector<std::vector<int>>',
      'c: std::map<int,std::pair<int,int>> = (x >> y)',
    ],
    [],
  ],
  [
    'template <class T> void f() { typename T::A * p; T::b * q; typename T::template C<int> x; auto y = T::d < 3; T::template e<2>(); using D = typename T::D; D z(4); }',
    [
      'template<type T> f: function() returning void {p: pointer to typename T::A; q: pointer to T::b; x: typename T::template C<int>; y: auto = (T::d < 3); T::template e<2>(); D is typename T::D; z: D(4)}',
    ],
    ['T::b * q'],
  ],
  [
    'struct B { using V = int; int m; }; struct D : B { void f() { V x(m); V * y; m * x; } V g(); }; D::V D::g() { V z(m); return z; }',
    [
      'struct{V is int; m: int}',
      'struct{f: function() returning void {x: V(m); y: pointer to V; (m * x)}; g: function() returning V}',
      'D::g: function() returning D::V {z: V(m); return z}',
    ],
    [],
  ],
  [
    'int f(bool b) { return b ? (x) : -1; } int y = (b) ? (int)c : (d)+1; bool z = !(a) && (c) || *(p);',
    [
      'f: function(b: bool) returning int {return (b ? x : (-1))}',
      'y: int = (b ? c<int>(c) : (d + 1))',
      'z: bool = (((!a) && c) || (*p))',
    ],
    [],
  ],
  [
    'void f() { case_(1); default_: x(); y ? a : b; int(3); unsigned(4) + 5; new (p) T(1); if (T* q = dynamic_cast<T*>(r)) q->s(); }',
    [
      'f: function() returning void {case_(1); label default_; x(); (y ? a : b); new-value<int>(3); (new-value<unsigned>(4) + 5); new(p)<T>(1); if (q: pointer to T = dynamic_cast<pointer to T>(r)) q->s()}',
    ],
    ['T* q'],
  ],
  [
    'void f() { extern int e; static const auto a = 1; int x(int); struct L { int i; } l; using M = L; enum { one }; L * p = &l; typedef L N; N n; }',
    [
      'f: function() returning void {e: extern int; a: static const auto = 1; x: function(int) returning int; l: struct{i: int}; M is L; enum{one}; p: pointer to L = (&l); N: typedef L; n: N}',
    ],
    [],
  ],
  [
    'std::function<void(int, float*)> f; Sig<int(*)(char), R(C::*)(), void(), int[3], const T&, T*..., 4 + 5, n, sizeof(int)> s;',
    [
      'f: std::function<void(int,float*)>',
      's: Sig<int(*)(char),R(C::*)(),void(),int[3],const T&,T*...,4+5,n,sizeof(int)>',
    ],
    [],
  ],
  [
    'void f() { a = b < c; d = e < f > (g); h = i<int>(j); k = l<m>::n; o = p<q, r>{}; s = t<1>; }',
    [
      'f: function() returning void {(a = (b < c)); (d = e<f>(g)); (h = i<int>(j)); (k = l<m>::n); (o = new-value<p<q,r>>{}); (s = t<1>)}',
    ],
    ['e < f >', 'l<m>', 'p<q, r>', 't<1>'],
  ],
])('%s', (text, shape, guesses) => {
  const unit = parseText(text);
  expect(new CxxShape(unit).all()).toEqual(shape);
  expect(unit.diagnostics).toEqual([]);
  const places = unit.guesses.map((guess) => unit.spanOf(guess));
  expect(places.map(({ start, end }) => text.slice(start, end))).toEqual(guesses);
});
