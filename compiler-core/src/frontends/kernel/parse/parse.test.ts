/** The grammar: each construct as text in which every grouping shows. */

import { expect, test } from 'vitest';
import { CxxShape } from '../../../../testkit/cxx-shape.ts';
import { parseText } from '../../../../testkit/parse-cxx.ts';

test.each<[string, string[]]>([
  [
    'int v = a + b * c - d / e % f << g < h == i & j ^ k | l && m || n ? o : p;',
    ['v: int = (((((((((((a + (b * c)) - ((d / e) % f)) << g) < h) == i) & j) ^ k) | l) && m) || n) ? o : p)'],
  ],
  ['int v = a = b += c, w = -x++ * !*p;', ['v: int = (a = (b += c)), w: int = ((-(x++)) * (!(*p)))']],
  ['int v = (a, b)[c].d->e(f)(g)[h]--;', ['v: int = ((a , b)[c].d->e(f)(g)[h]--)']],
  [
    'int v = a ? b : c ? d : e, w = a ? b, c : d = e;',
    ['v: int = (a ? b : (c ? d : e)), w: int = (a ? (b , c) : (d = e))'],
  ],
  [
    'int v = a <=> b, w = p->*f, x = (p.*f)(1), y = a >> b > c;',
    ['v: int = (a <=> b), w: int = (p ->* f), x: int = (p .* f)(1), y: int = ((a >> b) > c)'],
  ],
  [
    'int v = sizeof x + sizeof(int) * alignof(double) - sizeof...(T), w = sizeof(x)[0];',
    ['v: int = ((sizeof<x> + (sizeof<int> * alignof<double>)) - sizeof...<T>), w: int = sizeof<x[0]>'],
  ],
  [
    'auto v = new int[4][n]{1}, w = new (place) S(1, 2), x = new (int*), y = ::new T, z = new auto(1);',
    [
      'v: auto = new<array 4 of array n of int>{1}, w: auto = new(place)<S>(1, 2), x: auto = new<pointer to int>, y: auto = new<T>, z: auto = new<auto>(1)',
    ],
  ],
  [
    'void f() { delete p; delete[] p->q; throw; throw X(1), y; co_await g(); }',
    ['f: function() returning void {(delete p); (delete[] p->q); (throw); ((throw X(1)) , y); (co_await g())}'],
  ],
  [
    'int *a, &b = c, **d, *const *volatile e, (*f)(int, char *), *(*g[3])(void), (&h)[4], X::*m, (X::*n)(int) const;',
    [
      'a: pointer to int, b: reference to int = c, d: pointer to pointer to int, e: pointer to const pointer to int, f: pointer to function(int, pointer to char) returning int, g: array 3 of pointer to function() returning pointer to int, h: reference to array 4 of int, m: pointer to member of X int, n: pointer to member of X function(int) const returning int',
    ],
  ],
  [
    'int (*signal(int sig, void (*func)(int)))(int);',
    [
      'signal: function(sig: int, func: pointer to function(int) returning void) returning pointer to function(int) returning int',
    ],
  ],
  ['auto [a, b] = f(); const auto& [c, d]{e};', ['[a, b]: auto = f()', '[c, d]: reference to const auto{e}']],
  [
    'auto f(int a, float = 1.f, ...) const noexcept(true) -> decltype(a)*;',
    ['f: function(a: int, float = 1.f, ...) const noexcept returning pointer to decltype(a) for auto'],
  ],
  [
    'struct S { unsigned a : 3, : 2, b : N = 1; S() : a(1), b{2} { g(); } ~S() = default; S(const S&) = delete; operator int*() const; bool operator==(const S& o) const { return a == o.a; } void operator()(int) {} friend S operator+(S, S); static constexpr int k = 4; virtual void h() = 0; void later() { T x; } using T = int; };',
    [
      'struct{a: unsigned bits 3, unsigned bits 2, b: unsigned bits N = 1; S: function() returning none a(1) b{2} {g()}; ~S: function() returning none default; S: function(reference to const S) returning none delete; operator int*: function() const returning none; operator==: function(o: reference to const S) const returning bool {return (a == o.a)}; operator(): function(int) returning void {}; operator+: function(S, S) returning friend S; k: static constexpr int = 4; h: function() returning virtual void = 0; later: function() returning void {x: T}; T is int}',
    ],
  ],
  [
    'template <class T, int N = 4, typename... A> struct X<T*, N> : Y<A>..., public virtual Z { template <class U> X(U&& u); };',
    ['template<type T, value N, type A...> struct{template<type U> X: function(u: rvalue of U) returning none}'],
  ],
  [
    'template <typename T> requires C<T> && (sizeof(T) > 2) void f(T x);',
    ['template<type T> f: function(x: T) returning void'],
  ],
  [
    'template <template <class> class C, auto V> using A = C<decltype(V)>;',
    ['template<template C, value V> A is C<decltype(V)>'],
  ],
  [
    'template <class T> concept Small = sizeof(T) <= 4 && requires(T t) { t.x; }; template <Small S> void f(Small auto x);',
    [
      'template<type T> concept<concept Small=sizeof(T)<=4&&requires(T t){t.x;};>',
      'template<type S> f: function(x: Small auto) returning void',
    ],
  ],
  [
    'template class X<int>; extern template void f<int>(int); template <> struct X<void> {};',
    [
      'instantiation<template class X<int>;>',
      'instantiation<extern template void f<int>(int);>',
      'template<> struct{}',
    ],
  ],
  [
    'enum class E : unsigned { A = 1, B, C = A | B }; enum { D, }; enum F : int;',
    ['enum class E:unsigned{A=1,B,C=A|B}', 'enum{D,}', 'enum F:int'],
  ],
  [
    'namespace a::b { inline namespace c { int x; } namespace { int y; } } namespace d = a::b; using namespace d; using a::b::x;',
    [
      'namespace a::b{namespace c{x: int}; namespace {y: int}}',
      'namespaceAlias<namespace d=a::b;>',
      'usingNamespace<using namespace d;>',
      'using<using a::b::x;>',
    ],
  ],
  [
    'extern "C" { int f(); } extern "C" int g(void); static_assert(sizeof(int) == 4, "four"); asm("nop");',
    [
      'linkage<extern"C"{int f();}>',
      'linkage<extern"C"int g(void);>',
      'staticAssert<static_assert(sizeof(int)==4,"four");>',
      'asm<asm("nop");>',
    ],
  ],
  [
    'void f() { for (int i = 0, j = n; i < j; ++i, --j) ; for (;;) break; for (auto& x : v) g(x); for (auto [k, w] : m) {} for (int s = 0; auto x : {1, 2}) s += x; }',
    [
      'f: function() returning void {for (i: int = 0, j: int = n; (i < j); ((++i) , (--j))) ;; for (; ; ) break;; for (x: reference to auto in v) g(x); for ([k, w]: auto in m) {}; for (s: int = 0; x: auto in {1, 2}) (s += x)}',
    ],
  ],
  [
    'void f() { if (int x = g(); x > 0) a(); else if (auto p = q()) b(); else { c(); } if constexpr (N > 1) d(); switch (int k = h()) { case 1: case 2 ... 4: e(); break; default: ; } }',
    [
      'f: function() returning void {if (x: int = g(); (x > 0)) a() else if (p: auto = q()) b() else {c()}; if constexpr((N > 1)) d(); switch (k: int = h()) {case 1; case 2 to 4; e(); break;; default; ;}}',
    ],
  ],
  [
    'void f() { do { x(); } while (y); while (auto p = next()) p->go(); l: goto l; try { z(); } catch (const E& e) { } catch (...) { throw; } return {1, 2}; }',
    [
      'f: function() returning void {do {x()} while (y); while (p: auto = next()) p->go(); label l; goto l;; try {z()} catch(e: reference to const E) {} catch(...) {(throw)}; return {1, 2}}',
    ],
  ],
  [
    'auto l = [=, &a, b = c + 1, this, *this, ...d = e](auto x, int y = 2) mutable noexcept -> int { return x + y; }([] { return 1; }, []<class T>(T t) {});',
    [
      'l: auto = lambda[=, &a, b=c+1, this, *this, ...d=e](x: auto, y: int = 2){return (x + y)}(lambda[]{return 1}, lambda[](t: T){})',
    ],
  ],
  [
    'int v = (... + a) + (a * ... * 1) + (f(a), ...) + (g && ... ), w = f(a..., h(b)...);',
    ['v: int = (((fold(... + a) + fold(a * 1)) + fold(f(a) , ...)) + fold(g && ...)), w: int = f(a..., h(b)...)'],
  ],
  [
    'S s = {.a = 1, .b = {2, 3}, [4] = 5}; int a[] = {1, 2, 3,};',
    ['s: S = {.a = 1, .b = {2, 3}, [4] = 5}', 'a: array of int = {1, 2, 3}'],
  ],
  [
    'auto s = "a" "b" L"c" R"(d)", t = \'x\', u = 1\'000u, v = 1.5e3f, w = 5_km, x = nullptr;',
    [
      's: auto = "a""b"L"c"R"(d)", t: auto = \'x\', u: auto = 1\'000u, v: auto = 1.5e3f, w: auto = 5_km, x: auto = nullptr',
    ],
  ],
  [
    '[[nodiscard, sycl::reqd_work_group_size(16, 1)]] int f [[gnu::pure]] (int x [[maybe_unused]]); __attribute__((aligned(16))) float a; struct alignas(8) S {} __attribute__((packed)); void g() { [[fallthrough]]; [[intel::ivdep]] for (;;) {} }',
    [
      'f: function(x: int) returning int',
      'a: float',
      'struct{}',
      'g: function() returning void {[[fallthrough]];; for (; ; ) {}}',
    ],
  ],
  [
    'float f(float* __restrict a, const float* __restrict__ b); inline __attribute__((always_inline)) int g();',
    [
      'f: function(a: pointer to float, b: pointer to const float) returning float',
      'g: function() returning inline int',
    ],
  ],
  [
    'A::B<C>::D f(::E x, typename T::U y, const volatile G::H* z); X<Y>::X(int a) : b(a) {} X::~X() {} X::operator bool() const { return 1; }',
    [
      'f: function(x: ::E, y: typename T::U, z: pointer to const volatile G::H) returning A::B<C>::D',
      'X<Y>::X: function(a: int) returning none b(a) {}',
      'X::~X: function() returning none {}',
      'X::operator bool: function() const returning none {return 1}',
    ],
  ],
  [
    'template <class T> struct X { X(T); }; template <class T> X(T) -> X<T>; void f() try { } catch (...) { }',
    [
      'template<type T> struct{X: function(T) returning none}',
      'template<type T> X: function(T) returning X<T> for none',
      'f: function() returning void {}',
    ],
  ],
  [
    'int v = x.template f<int>(1) + T::template g<2>() + y->h<float>(3) + A<1>::b;',
    ['v: int = (((x.template f<int>(1) + T::template g<2>()) + y->h<float>(3)) + A<1>::b)'],
  ],
  [
    'int v = static_cast<const int*>(p)[1] + reinterpret_cast<T&>(q).r + dynamic_cast<A::B<C>*>(s)->t;',
    [
      'v: int = ((static_cast<pointer to const int>(p)[1] + reinterpret_cast<reference to T>(q).r) + dynamic_cast<pointer to A::B<C>>(s)->t)',
    ],
  ],
  [
    'int v = int(x) + float{y} + unsigned(z) + typename T::U(1) + decltype(a)(b) + std::vector<int>{1, 2}.size() + sycl::range<2>(3, 4)[0];',
    [
      'v: int = ((((((new-value<int>(x) + new-value<float>{y}) + new-value<unsigned>(z)) + new-value<typename T::U>(1)) + new-value<decltype(a)>(b)) + new-value<std::vector<int>>{1, 2}.size()) + new-value<sycl::range<2>>(3, 4)[0])',
    ],
  ],
  [
    'auto v = va_arg(ap, unsigned int) + offsetof(S, m) + __builtin_types_compatible_p(int, long*);',
    [
      'v: auto = ((va_arg(ap, type<unsigned int>) + offsetof(S, m)) + __builtin_types_compatible_p(type<int>, type<pointer to long>))',
    ],
  ],
  [
    'long operator""_km(unsigned long long); S operator"" _x(const char*, size_t); void* operator new[](size_t); bool operator()(int) const; S& operator=(S&&) &;',
    [
      'operator""_km: function(unsigned long long) returning long',
      'operator""_x: function(pointer to const char, size_t) returning S',
      'operator new[]: function(size_t) returning pointer to void',
      'operator(): function(int) const returning bool',
      'operator=: function(rvalue of S) returning reference to S',
    ],
  ],
])('%s', (text, shape) => {
  const unit = parseText(text);
  expect(new CxxShape(unit).all()).toEqual(shape);
  expect(unit.diagnostics).toEqual([]);
});

test('every node lies in the one above it, and its place in the text is that of its tokens', () => {
  const text = '#define CALL(f, x) f(x + 1)\nint g(int n) { return CALL(h, n) * 2; }';
  const unit = parseText(text);
  const places: string[] = [];
  const walk = (value: unknown, from: number, to: number): void => {
    if (Array.isArray(value)) for (const item of value) walk(item, from, to);
    else if (typeof value === 'object' && value !== null) {
      let [low, high] = [from, to];
      if ('from' in value && 'to' in value) {
        [low, high] = [Number(value.from), Number(value.to)];
        expect(low).toBeGreaterThanOrEqual(from);
        expect(high).toBeLessThanOrEqual(to);
        const { start, end } = unit.spanOf({ from: low, to: high });
        if ('kind' in value) places.push(`${String(value.kind)} ${text.slice(start, end)}`);
      }
      for (const item of Object.values(value)) walk(item, low, high);
    }
  };
  walk(unit.body, 0, unit.tokens.length);
  expect(places).toContain('binary CALL(h, n) * 2');
  expect(places).toContain('call CALL(h, n)');
  expect(places).toContain('return return CALL(h, n) * 2;');
});
