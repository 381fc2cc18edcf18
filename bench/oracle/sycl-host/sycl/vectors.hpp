// vec, half, bfloat16 and the mathematical functions, from those of the host.
#pragma once
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>
namespace sycl {
using uchar = unsigned char; using schar = signed char; using ushort = unsigned short; using uint = unsigned; using ulong = unsigned long; using longlong = long long; using ulonglong = unsigned long long;
using half = _Float16;
enum class rounding_mode { automatic, rte, rtz, rtp, rtn };
template <class To, class From> To bit_cast(const From &x) { static_assert(sizeof(To) == sizeof(From)); To y; std::memcpy(&y, &x, sizeof y); return y; }
namespace ext::oneapi {
struct bfloat16 {
  uint16_t bits = 0;
  bfloat16() = default;
  bfloat16(float x) { uint32_t b = bit_cast<uint32_t>(x); bits = x != x ? 0x7fc1 : (b + 0x7fff + ((b >> 16) & 1)) >> 16; }
  operator float() const { return bit_cast<float>(uint32_t(bits) << 16); }
#define ROUNDED(op) friend bfloat16 operator op(bfloat16 a, bfloat16 b) { return bfloat16(float(a) op float(b)); } \
  bfloat16 &operator op##=(float x) { return *this = bfloat16(float(*this) op x); }
  ROUNDED(+) ROUNDED(-) ROUNDED(*) ROUNDED(/)
#undef ROUNDED
};
} // namespace ext::oneapi
template <class T, int N> struct alignas(sizeof(T) * (N == 3 ? 4 : N)) vec {
  T a[N == 3 ? 4 : N];
  using element_type = T;
  vec() = default;
  template <class X, class = std::enable_if_t<std::is_convertible_v<X, T> && N != 1>> explicit vec(X x) { for (T &e : a) e = T(x); }
  vec(T x) { for (T &e : a) e = x; }
  template <class... X, class = std::enable_if_t<sizeof...(X) == N && (N > 1) && (std::is_convertible_v<X, T> && ...)>> vec(X... x) { T all[] = {T(x)...}; for (int k = 0; k < N; k++) a[k] = all[k]; }
  template <int M = N, class = std::enable_if_t<M == 4>> vec(vec<T, 2> l, vec<T, 2> h) : a{l.a[0], l.a[1], h.a[0], h.a[1]} {}
  static constexpr int size() { return N; }
  static constexpr int get_count() { return N; }
  static constexpr size_t byte_size() { return sizeof(vec); }
  template <int M = N, class = std::enable_if_t<M == 4>> vec(vec<T, 2> l, T z, T w) : a{l.a[0], l.a[1], z, w} {}
  template <int M = N, class = std::enable_if_t<M == 4>> vec(vec<T, 3> l, T w) : a{l.a[0], l.a[1], l.a[2], w} {}
  T &operator[](int k) { return a[k]; }
  const T &operator[](int k) const { return a[k]; }
#define PART(name, k) T &name() { return a[k]; } const T &name() const { return a[k]; }
  PART(x, 0) PART(y, 1) PART(z, 2) PART(w, 3) PART(r, 0) PART(g, 1) PART(b, 2) PART(s0, 0) PART(s1, 1) PART(s2, 2) PART(s3, 3) PART(s4, 4) PART(s5, 5) PART(s6, 6) PART(s7, 7)
  PART(s8, 8) PART(s9, 9) PART(sA, 10) PART(sB, 11) PART(sC, 12) PART(sD, 13) PART(sE, 14) PART(sF, 15)
#undef PART
  template <int... K> vec<T, sizeof...(K)> swizzle() const { return vec<T, sizeof...(K)>(a[K]...); }
  vec<T, N == 1 ? 1 : N / 2> lo() const { vec<T, N == 1 ? 1 : N / 2> r; for (int k = 0; k < r.size(); k++) r.a[k] = a[k]; return r; }
  vec<T, N == 1 ? 1 : N / 2> hi() const { vec<T, N == 1 ? 1 : N / 2> r; for (int k = 0; k < r.size(); k++) r.a[k] = a[N / 2 + k]; return r; }
  vec<T, N == 1 ? 1 : N / 2> odd() const { vec<T, N == 1 ? 1 : N / 2> r; for (int k = 0; k < r.size(); k++) r.a[k] = a[2 * k + 1]; return r; }
  vec<T, N == 1 ? 1 : N / 2> even() const { vec<T, N == 1 ? 1 : N / 2> r; for (int k = 0; k < r.size(); k++) r.a[k] = a[2 * k]; return r; }
  template <class P> void load(size_t at, P p) { for (int k = 0; k < N; k++) a[k] = p[at * N + k]; }
  template <class P> void store(size_t at, P p) const { for (int k = 0; k < N; k++) p[at * N + k] = a[k]; }
  vec<T, 2> xy() const { return {a[0], a[1]}; }
  vec<T, 2> zw() const { return {a[2], a[3]}; }
  vec<T, 3> xyz() const { return {a[0], a[1], a[2]}; }
  template <class U, rounding_mode M = rounding_mode::automatic> vec<U, N> convert() const { vec<U, N> r; for (int k = 0; k < N; k++) r.a[k] = U(a[k]); return r; }
  template <class V> V as() const { V r; std::memcpy(&r, this, sizeof r); return r; }
#define ARITHMETIC(op) \
  friend vec operator op(const vec &p, const vec &q) { vec r; for (int k = 0; k < N; k++) r.a[k] = T(p.a[k] op q.a[k]); return r; } \
  template <class X, class = std::enable_if_t<std::is_arithmetic_v<X>>> friend vec operator op(const vec &p, X q) { return p op vec(T(q)); } \
  template <class X, class = std::enable_if_t<std::is_arithmetic_v<X>>> friend vec operator op(X p, const vec &q) { return vec(T(p)) op q; } \
  vec &operator op##=(const vec &q) { return *this = *this op q; } \
  template <class X, class = std::enable_if_t<std::is_arithmetic_v<X>>> vec &operator op##=(X q) { return *this = *this op vec(T(q)); }
  ARITHMETIC(+) ARITHMETIC(-) ARITHMETIC(*) ARITHMETIC(/) ARITHMETIC(%) ARITHMETIC(&) ARITHMETIC(|) ARITHMETIC(^) ARITHMETIC(<<) ARITHMETIC(>>)
#undef ARITHMETIC
  /// All bits set where it is true.
  using truth = std::conditional_t<sizeof(T) == 1, int8_t, std::conditional_t<sizeof(T) == 2, int16_t, std::conditional_t<sizeof(T) == 4, int32_t, int64_t>>>;
#define COMPARISON(op) \
  friend vec<truth, N> operator op(const vec &p, const vec &q) { vec<truth, N> r; for (int k = 0; k < N; k++) r.a[k] = p.a[k] op q.a[k] ? -1 : 0; return r; } \
  template <class X, class = std::enable_if_t<std::is_arithmetic_v<X>>> friend vec<truth, N> operator op(const vec &p, X q) { return p op vec(T(q)); }
  COMPARISON(<) COMPARISON(>) COMPARISON(<=) COMPARISON(>=) COMPARISON(==) COMPARISON(!=) COMPARISON(&&) COMPARISON(||)
#undef COMPARISON
  vec<truth, N> operator!() const { vec<truth, N> r; for (int k = 0; k < N; k++) r.a[k] = a[k] ? 0 : -1; return r; }
  vec &operator++() { return *this += T(1); } vec operator++(int) { vec r = *this; *this += T(1); return r; }
  vec &operator--() { return *this -= T(1); } vec operator--(int) { vec r = *this; *this -= T(1); return r; }
  vec operator-() const { vec r; for (int k = 0; k < N; k++) r.a[k] = -a[k]; return r; }
  vec operator~() const { vec r; for (int k = 0; k < N; k++) r.a[k] = ~a[k]; return r; }
};
#define NAMES(t, n) using n##2 = vec<t, 2>; using n##3 = vec<t, 3>; using n##4 = vec<t, 4>; using n##8 = vec<t, 8>; using n##16 = vec<t, 16>;
NAMES(int8_t, char) NAMES(uint8_t, uchar) NAMES(int16_t, short) NAMES(uint16_t, ushort) NAMES(int32_t, int) NAMES(uint32_t, uint) NAMES(int64_t, long) NAMES(uint64_t, ulong) NAMES(half, half) NAMES(float, float) NAMES(double, double)
#undef NAMES
template <class> struct is_vec : std::false_type {};
template <class T, int N> struct is_vec<vec<T, N>> : std::true_type {};
template <class T> constexpr bool narrow = std::is_same_v<T, half> || std::is_same_v<T, ext::oneapi::bfloat16>;
/// A 16-bit type computes in float; an integer in double.
template <class T> using computed = std::conditional_t<narrow<T>, float, std::conditional_t<std::is_integral_v<T>, double, T>>;
template <class T> using result_of = std::conditional_t<std::is_integral_v<T>, double, T>;
#define UNARY(f, e) template <class T> auto f(T v) { if constexpr (is_vec<T>::value) { T r; for (int k = 0; k < T::size(); k++) r.a[k] = f(v.a[k]); return r; } else { computed<T> x = computed<T>(v); return result_of<T>(e); } }
#define OF_STD(f) UNARY(f, std::f(x))
OF_STD(sin) OF_STD(cos) OF_STD(tan) OF_STD(asin) OF_STD(acos) OF_STD(atan) OF_STD(sinh) OF_STD(cosh) OF_STD(tanh) OF_STD(asinh) OF_STD(acosh) OF_STD(atanh) OF_STD(exp) OF_STD(exp2) OF_STD(expm1) OF_STD(log) OF_STD(log2) OF_STD(log10) OF_STD(log1p)
OF_STD(sqrt) OF_STD(cbrt) OF_STD(fabs) OF_STD(floor) OF_STD(ceil) OF_STD(trunc) OF_STD(round) OF_STD(rint) OF_STD(erf) OF_STD(erfc) OF_STD(lgamma) OF_STD(tgamma) OF_STD(logb)
UNARY(rsqrt, 1 / std::sqrt(x)) UNARY(sign, x > 0 ? 1 : x < 0 ? -1 : x) UNARY(exp10, std::pow(computed<T>(10), x)) UNARY(sinpi, std::sin(M_PI * std::fmod(double(x), 2.0))) UNARY(cospi, std::cos(M_PI * std::fmod(double(x), 2.0))) UNARY(degrees, computed<T>(180 / M_PI) * x) UNARY(radians, computed<T>(M_PI / 180) * x)
template <class A, class B> using common = std::conditional_t<std::is_arithmetic_v<A> && std::is_arithmetic_v<B>, std::common_type_t<std::conditional_t<std::is_arithmetic_v<A>, A, int>, std::conditional_t<std::is_arithmetic_v<B>, B, int>>, A>;
#define BINARY(f, e) template <class A, class B> auto f(A p, B q) { if constexpr (is_vec<A>::value) { A r; for (int k = 0; k < A::size(); k++) { if constexpr (is_vec<B>::value) r.a[k] = f(p.a[k], q.a[k]); else r.a[k] = f(p.a[k], typename A::element_type(q)); } return r; } \
  else { using T = common<A, B>; computed<T> x = computed<T>(p), y = computed<T>(q); return result_of<T>(e); } }
BINARY(pow, std::pow(x, y)) BINARY(powr, std::pow(x, y)) BINARY(atan2, std::atan2(x, y)) BINARY(fmod, std::fmod(x, y)) BINARY(hypot, std::hypot(x, y)) BINARY(fmin, std::fmin(x, y)) BINARY(fmax, std::fmax(x, y)) BINARY(copysign, std::copysign(x, y)) BINARY(fdim, std::fdim(x, y)) BINARY(nextafter, std::nextafter(x, y)) BINARY(remainder, std::remainder(x, y))
template <class T> T pown(T x, int n) { return T(std::pow(computed<T>(x), n)); }
template <class T> T ldexp(T x, int n) { return T(std::ldexp(computed<T>(x), n)); }
template <class T> T modf(T x, T *whole) { return std::modf(x, whole); }
template <class T> T frexp(T x, int *e) { return std::frexp(x, e); }
template <class T> int ilogb(T x) { return std::ilogb(x); }
template <class T, class P> T sincos(T x, P c) { *c = std::cos(x); return std::sin(x); }
template <class T> T nan(T) { return std::numeric_limits<T>::quiet_NaN(); }
inline float nan(uint32_t) { return NAN; }
template <class T> T fma(T a, T b, T c) { if constexpr (is_vec<T>::value) { T r; for (int k = 0; k < T::size(); k++) r.a[k] = fma(a.a[k], b.a[k], c.a[k]); return r; } else if constexpr (std::is_integral_v<T>) return a * b + c; else return T(std::fma(computed<T>(a), computed<T>(b), computed<T>(c))); }
template <class A, class B, class C, class = std::enable_if_t<!std::is_same_v<A, B> || !std::is_same_v<B, C>>> auto fma(A a, B b, C c) { return std::fma(a, b, c); }
template <class T> T mad(T a, T b, T c) { return a * b + c; }
template <class T> T mix(T x, T y, T a) { return x + (y - x) * a; }
template <class T> T step(T e, T x) { return x < e ? T(0) : T(1); }
#define PICK(f, e) template <class T> T f(T p, T q) { if constexpr (is_vec<T>::value) { T r; for (int k = 0; k < T::size(); k++) r.a[k] = f(p.a[k], q.a[k]); return r; } else return e; } template <class A, class B, class = std::enable_if_t<std::is_arithmetic_v<A> && std::is_arithmetic_v<B> && !std::is_same_v<A, B>>> auto f(A p, B q) { return f<std::common_type_t<A, B>>(p, q); }
PICK(min, q < p ? q : p) PICK(max, p < q ? q : p)
template <class T, int N> vec<T, N> min(vec<T, N> p, T q) { return min(p, vec<T, N>(q)); }
template <class T, int N> vec<T, N> max(vec<T, N> p, T q) { return max(p, vec<T, N>(q)); }
template <class T, class A, class B> T clamp(T x, A a, B b) { return min(max(x, T(a)), T(b)); }
template <class T> auto abs(T x) { if constexpr (is_vec<T>::value) { T r; for (int k = 0; k < T::size(); k++) r.a[k] = x.a[k] < 0 ? -x.a[k] : x.a[k]; return r; } else return x < T(0) ? T(-x) : x; }
template <class T> T abs_diff(T a, T b) { return a < b ? b - a : a - b; }
#define TEST(f) template <class T> int f(T x) { return std::f(computed<T>(x)); }
TEST(isnan) TEST(isinf) TEST(isfinite) TEST(signbit)
template <class T> T clz(T x) { if (x == 0) return sizeof(T) * 8; int n = 0; using U = std::make_unsigned_t<T>; for (U b = U(1) << (sizeof(T) * 8 - 1); !(U(x) & b); b >>= 1) n++; return n; }
template <class T> T ctz(T x) { if (x == 0) return sizeof(T) * 8; int n = 0; while (!((x >> n) & 1)) n++; return n; }
template <class T> T popcount(T x) { return __builtin_popcountll(std::make_unsigned_t<T>(x)); }
template <class T> T rotate(T x, T k) { const unsigned n = sizeof(T) * 8, s = unsigned(k) % n; using V = std::make_unsigned_t<T>; return s == 0 ? x : T((V(x) << s) | (V(x) >> (n - s))); }
template <class T> T mul_hi(T a, T b) { return T((__int128(a) * b) >> (sizeof(T) * 8)); }
template <class T> T mul24(T a, T b) { return a * b; }
template <class T> T mad24(T a, T b, T c) { return a * b + c; }
template <class T> T mad_hi(T a, T b, T c) { return mul_hi(a, b) + c; }
template <class T, int N> T dot(vec<T, N> a, vec<T, N> b) { T s = a.a[0] * b.a[0]; for (int k = 1; k < N; k++) s += a.a[k] * b.a[k]; return s; }
template <class V> auto length(V a) { return std::sqrt(dot(a, a)); }
template <class V> auto distance(V a, V b) { return length(a - b); }
template <class V> V normalize(V a) { return a / length(a); }
template <class T> vec<T, 3> cross(vec<T, 3> a, vec<T, 3> b) { return {a.a[1] * b.a[2] - a.a[2] * b.a[1], a.a[2] * b.a[0] - a.a[0] * b.a[2], a.a[0] * b.a[1] - a.a[1] * b.a[0]}; }
template <class T, class C> T select(T a, T b, C c) { return c ? b : a; }
namespace native {
using sycl::cos; using sycl::exp; using sycl::exp10; using sycl::exp2; using sycl::log; using sycl::log10; using sycl::log2; using sycl::powr; using sycl::rsqrt; using sycl::sin; using sycl::sqrt; using sycl::tan;
template <class T> T divide(T a, T b) { return a / b; }
template <class T> T recip(T a) { return 1 / a; }
} // namespace native
} // namespace sycl
