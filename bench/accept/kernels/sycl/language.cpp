// Functions, templates, classes, pointers, the standard library.
#include "kernel.hpp"
struct P { int a; float b; };
struct N2 { P p; int k[2]; };
struct Acc { int s; void add(int x) { s += x; } int get() const { return s; } };
struct V2 { int x, y; V2 operator+(const V2 &o) const { return {x + o.x, y + o.y}; } V2 operator*(int k) const { return {x * k, y * k}; } };
enum class Color { red = 1, blue = 4 };
inline int twice(int x) { return 2 * x; }
constexpr int cube(int x) { return x * x * x; }
template <class T> T sum3(T a, T b, T c) { return a + b + c; }
template <int N> int timesN(int x) { return N * x; }
template <bool B> int pick(int x) { if constexpr (B) return x * 10; else return x; }
inline int ov(int x) { return x + 1; }
inline int ov(float x) { return (int)(x * 2); }
inline int dflt(int x, int y = 3) { return x * y; }
inline void sw(int &a, int &b) { int t = a; a = b; b = t; }
template <class T, int N> struct Few {
  T of[N];
  T &operator[](int k) { return of[k]; }
  const T &operator[](int k) const { return of[k]; }
  constexpr int size() const { return N; }
  T sum() const { T s = 0; for (int k = 0; k < N; k++) s += of[k]; return s; }
};
template <class T> struct Pair { T a, b; Pair(T x) : a(x), b(x * 2) {} Pair(T x, T y) : a(x), b(y) {} };
template <class F> int apply(F f, int x) { return f(f(x)); }
template <class T, class U> auto mixed(T a, U b) -> decltype(a + b) { return a + b; }
template <class... A> int total(A... a) { return (a + ... + 0); }
template <int N> constexpr int factorial() { if constexpr (N <= 1) return 1; else return N * factorial<N - 1>(); }
template <class T> T kind(T x) { if constexpr (std::is_same_v<T, float>) return x * 2; else if constexpr (std::is_integral_v<T>) return x + 1; else return x; }
template <class T> struct Traits { static constexpr int size = 1; };
template <> struct Traits<double> { static constexpr int size = 8; };
struct Base { int a; int twice() const { return 2 * a; } };
struct Derived : Base { int b; int both() const { return twice() + b; } };
struct Counter { int c = 3; static int step() { return 5; } Counter &bump() { c += step(); return *this; } };
namespace inner { constexpr int offset = 11; inline int shifted(int x) { return x + offset; } }
inline int *behind(int *p, int k) { return p + k; }
inline int sum_of(const int *first, const int *last) { int s = 0; for (; first != last; ++first) s += *first; return s; }
inline void fill_in(int (&a)[4], int x) { for (int k = 0; k < 4; k++) a[k] = x + k; }
inline std::pair<int, int> divided(int a, int b) { return {a / b, a % b}; }
static const int table[4] = {10, 20, 30, 40};
constexpr float weights[3] = {0.25f, 0.5f, 0.25f};
EACH(s_array, int a[8]; for (int j = 0; j < 8; j++) a[j] = j * j + n[i]; int s = 0; for (int j = 7; j >= 0; j--) s = s * 3 + a[j]; n[i] = s;)
EACH(s_array2, int a[3][4]; for (int x = 0; x < 3; x++) for (int y = 0; y < 4; y++) a[x][y] = x * 10 + y; n[i] = a[i % 3][i % 4];)
EACH(s_dynamic, int a[4] = {1, 2, 3, 4}; a[i % 4] += n[i]; n[i] = a[0] * 1000 + a[1] * 100 + a[2] * 10 + a[3];)
EACH(s_struct, P p = {1, 2.5f}; p.a += n[i]; P q = p; q.b *= p.a; n[i] = p.a; f[i] = q.b;)
EACH(s_method, Acc a{0}; for (int j = 0; j < 5; j++) a.add(j + n[i]); n[i] = a.get();)
EACH(s_nested, N2 x; x.p.a = n[i]; x.p.b = f[i]; x.k[0] = 1; x.k[1] = x.p.a * 2; n[i] = x.k[0] + x.k[1]; f[i] = x.p.b;)
EACH(s_reference, int x = n[i]; int &r = x; r += 5; const int &c = r; n[i] = x + c;)
EACH(s_pointer, int a[4] = {3, 1, 4, 1}; int *p = a + 1; *p += n[i]; p++; n[i] = *p * 100 + a[1] + (int)(p - a);)
EACH(s_global_pointer, float *p = f + i; *p = *p * 2.0f; p[0] += 1.0f;)
EACH(s_swap, int a = n[i], b = (int)i; sw(a, b); n[i] = a * 100 + b;)
EACH(c_function, n[i] = twice(n[i]) + cube(3);)
EACH(c_template, n[i] = sum3<int>(n[i], 2, 3); f[i] = sum3<float>(f[i], 0.5f, 0.25f);)
EACH(c_valuetemplate, n[i] = timesN<7>(n[i]) + timesN<2>(1);)
EACH(c_lambda, auto h = [&](int x) { return x * 2 + n[i]; }; n[i] = h(3) + h(n[i]);)
EACH(c_genericlambda, auto h = [](auto x, auto y) { return x + y; }; n[i] = h(n[i], 1); f[i] = h(f[i], 0.5f);)
EACH(c_constexpr, constexpr int m = cube(2) + 1; n[i] = n[i] * m;)
EACH(c_ifconstexpr, n[i] = pick<true>(n[i]) - pick<false>(n[i]);)
EACH(c_overload, n[i] = ov(n[i]) + ov(f[i] > 0 ? 1.5f : 2.5f);)
EACH(c_default, n[i] = dflt(n[i]) + dflt(n[i], 5);)
KERNEL(c_capture) {
  const int factor = 3;
  q.parallel_for<class c_capture>(sycl::range<1>(64), [=](sycl::id<1> i) { n[i] = n[i] * factor; }).wait();
}
EACH(c_enum, Color c = (n[i] & 1) ? Color::red : Color::blue; n[i] = (int)c * 10 + (c == Color::red);)
EACH(c_operator, V2 a{1, n[i]}, b{3, 4}; V2 c = a + b * 2; n[i] = c.x * 1000 + c.y;)
EACH(c_class_template, Few<int, 4> a; for (int k = 0; k < a.size(); k++) a[k] = n[i] + k; n[i] = a.sum(); Few<float, 2> b{{f[i], 1.0f}}; f[i] = b.sum();)
EACH(c_constructor, Pair<int> a(n[i]), b{1, 2}; Pair<float> c(f[i]); n[i] = a.a + a.b * 10 + b.b; f[i] = c.b;)
EACH(c_higher_order, int k = n[i]; n[i] = apply([k](int x) { return x * 2 + k; }, 3);)
EACH(c_trailing, d[i] = mixed(n[i], d[i]) + mixed(1, 2.5f);)
EACH(c_fold, n[i] = total(n[i], 1, 2, 3) + total() + total(n[i]);)
EACH(c_constexpr_template, n[i] = factorial<5>() + n[i] * factorial<3>(); static_assert(factorial<4>() == 24);)
EACH(c_is_same, f[i] = kind(f[i]); n[i] = kind(n[i]); d[i] = kind(d[i]);)
EACH(c_specialised, n[i] = Traits<double>::size * 10 + Traits<int>::size + n[i];)
EACH(c_inherited, Derived a; a.a = n[i]; a.b = 7; n[i] = a.both() + a.twice();)
EACH(c_chained, Counter a; n[i] = a.bump().bump().c + n[i];)
EACH(c_namespace, n[i] = inner::shifted(n[i]) + inner::offset;)
EACH(c_tables, n[i] = table[i & 3] + n[i]; f[i] = weights[0] * f[i] + weights[1] * g[i] + weights[i % 3];)
EACH(c_mutable_lambda, int c = n[i]; auto next = [c]() mutable { return c++; }; int x = next(), y = next(); n[i] = x * 100 + y * 10 + c;)
EACH(c_lambda_reference, int s = 0; auto add = [&s](int x) { s += x; }; for (int k = 0; k < 4; k++) add(k * n[i]); n[i] = s;)
EACH(c_lambda_init, auto h = [k = n[i] * 2](int x) -> int { if (x > 0) return k; return -k; }; n[i] = h(1) + 10 * h(0) + h((int)i - 30);)
EACH(c_lambda_nested, auto outer = [&](int a) { auto inside = [&](int b) { return a * b + n[i]; }; return inside(2) + inside(3); }; w[i] = outer(4);)
EACH(c_multiple_returns, auto sgn = [](int x) { if (x < 0) return -1; if (x > 0) return 1; return 0; }; n[i] = sgn(n[i]) * 5 + sgn((int)i);)
EACH(s_pointer_walk, int a[6] = {1, 2, 3, 4, 5, n[i]}; n[i] = sum_of(a, a + 6) * 100 + sum_of(a + 1, a + 3);)
EACH(s_pointer_difference, int *p = n + i, *e = n + 64; w[i] = e - p; w[i] += (p < e) * 1000 + (p == n + i) * 10000;)
EACH(s_pointer_returned, int a[5] = {5, 6, 7, 8, 9}; *behind(a, 2) = n[i]; n[i] = a[2] + behind(a, 4)[-1];)
EACH(s_pointer_choice, int a = n[i], b = (int)i; int *p = a > 0 ? &a : &b; *p += 100; n[i] = a * 1000 + b;)
EACH(s_array_reference, int a[4]; fill_in(a, n[i]); n[i] = a[0] + a[3];)
EACH(s_pointer_to_struct, P p{n[i], f[i]}; P *at = &p; at->a *= 3; (*at).b += 1; n[i] = p.a; f[i] = at->b;)
EACH(s_struct_array, P a[3] = {{1, 2.0f}, {n[i], f[i]}, {}}; a[2] = a[i % 2]; n[i] = a[2].a + a[1].a; f[i] = a[2].b;)
KERNEL(s_struct_memory) {
  P *n_p = reinterpret_cast<P *>(n);
  q.parallel_for<class s_struct_memory>(sycl::range<1>(32), [=](sycl::id<1> i) { P p = n_p[i]; p.b = (float)p.a * 0.5f; p.a += (int)i; n_p[i] = p; }).wait();
}
KERNEL(s_struct_member) {
  N2 *n_p = reinterpret_cast<N2 *>(n);
  q.parallel_for<class s_struct_member>(sycl::range<1>(16), [=](sycl::id<1> i) { n_p[i].k[1] = n_p[i].k[0] * 3; n_p[i].p.a++; N2 &r = n_p[i]; r.k[0] = r.p.a; }).wait();
}
EACH(s_reinterpret, unsigned x = *reinterpret_cast<unsigned *>(&f[i]); u[i] = x >> 23; int k = n[i]; unsigned char *b = (unsigned char *)&k; m[i] = b[0] + b[1] * 2;)
EACH(v_array, std::array<int, 4> a{}; a[1] = n[i]; a.at(2) = 5; a.front() = 1; n[i] = a[0] + a[1] * 10 + a[2] * 100 + a.back() + (int)a.size();)
EACH(v_array_copy, std::array<float, 3> a = {f[i], g[i], 1}; auto b = a; b[0] += 2; f[i] = a[0] + b[0] + b[2]; a.fill(0.5f); g[i] = a[2];)
EACH(v_pair, std::pair<int, float> p{n[i], 0.5f}; p.first += 2; auto r = std::make_pair(p.second, p.first); n[i] = r.second; f[i] = r.first + p.second; auto [a, b] = divided(n[i], 7); w[i] = a * 100 + b;)
EACH(v_tuple, std::tuple<int, float, long> t(n[i], f[i], 3); std::get<0>(t) += 1; auto r = std::make_tuple(std::get<2>(t), 7); n[i] = std::get<0>(t) + (int)std::get<0>(r) + std::get<1>(r); auto [a, b, c] = t; f[i] = a + b + c;)
EACH(v_minmax, n[i] = std::min(n[i], 10) + std::max(n[i], (int)i) * 2; f[i] = std::min(std::max(f[i], -0.5f), 0.5f); w[i] = std::clamp(w[i], -9L, 9L); d[i] = std::abs(d[i]);)
EACH(v_minmax_list, n[i] = std::min({n[i], 3, (int)i}) + std::max({n[i], 3, (int)i}) * 100;)
EACH(v_swap, int a = n[i], b = (int)i; std::swap(a, b); n[i] = a * 1000 + b;)
EACH(v_traits, using T = std::conditional_t<(sizeof(long) > 4), long, int>; T x = n[i]; w[i] = x * 100000 * 100000; std::remove_reference_t<int &> y = n[i]; n[i] = std::move(y) + 1;)
