// Saturating, averaging and bit-selecting integer functions, relational functions, and rarer ones on floats.
#pragma once
#include "vectors.hpp"
namespace sycl {
/// Wide enough for any sum or product of `T`.
using wide = __int128;
template <class T> T saturated(wide x) { constexpr wide low = std::numeric_limits<T>::min(), high = std::numeric_limits<T>::max(); return T(x < low ? low : x > high ? high : x); }
template <class T> T add_sat(T a, T b) { return saturated<T>(wide(a) + b); }
template <class T> T sub_sat(T a, T b) { return saturated<T>(wide(a) - b); }
template <class T> T mad_sat(T a, T b, T c) { return saturated<T>(wide(a) * b + c); }
template <class T> T hadd(T a, T b) { return T((wide(a) + b) >> 1); }
template <class T> T rhadd(T a, T b) { return T((wide(a) + b + 1) >> 1); }
inline uint16_t upsample(uint8_t h, uint8_t l) { return uint16_t(h << 8 | l); } inline int16_t upsample(int8_t h, uint8_t l) { return int16_t(h * 256 + l); }
inline uint32_t upsample(uint16_t h, uint16_t l) { return uint32_t(h) << 16 | l; } inline int32_t upsample(int16_t h, uint16_t l) { return h * 65536 + l; }
inline uint64_t upsample(uint32_t h, uint32_t l) { return uint64_t(h) << 32 | l; } inline int64_t upsample(int32_t h, uint32_t l) { return int64_t(h) * 4294967296ll + l; }
template <class T> T bitselect(T a, T b, T c) { return T((a & ~c) | (b & c)); }

template <class T> T smoothstep(T from, T to, T x) { T t = clamp((x - from) / (to - from), T(0), T(1)); return t * t * (T(3) - T(2) * t); }
UNARY(asinpi, std::asin(x) / computed<T>(M_PI)) UNARY(acospi, std::acos(x) / computed<T>(M_PI)) UNARY(atanpi, std::atan(x) / computed<T>(M_PI)) UNARY(tanpi, std::tan(computed<T>(M_PI) * x))
BINARY(maxmag, std::fabs(x) > std::fabs(y) ? x : std::fabs(y) > std::fabs(x) ? y : std::fmax(x, y)) BINARY(minmag, std::fabs(x) < std::fabs(y) ? x : std::fabs(y) < std::fabs(x) ? y : std::fmin(x, y))
template <class T> T rootn(T x, int n) { return T(std::pow(double(x), 1.0 / n)); }
namespace half_precision {
using sycl::cos; using sycl::exp; using sycl::exp10; using sycl::exp2; using sycl::log; using sycl::log10; using sycl::log2; using sycl::powr; using sycl::rsqrt; using sycl::sin; using sycl::sqrt; using sycl::tan;
template <class T> T divide(T a, T b) { return a / b; }
template <class T> T recip(T a) { return 1 / a; }
} // namespace half_precision

/// A scalar's answer is 1, a component's has all bits set.
#define RELATION(f, e) template <class T> auto f(T p, T q) { if constexpr (is_vec<T>::value) { vec<typename T::truth, T::size()> r; for (int k = 0; k < T::size(); k++) r.a[k] = f(p.a[k], q.a[k]) ? -1 : 0; return r; } else { computed<T> x = computed<T>(p), y = computed<T>(q); return int(e); } }
RELATION(isequal, x == y) RELATION(isnotequal, x != y) RELATION(isgreater, x > y) RELATION(isgreaterequal, x >= y) RELATION(isless, x < y) RELATION(islessequal, x <= y) RELATION(islessgreater, x < y || x > y) RELATION(isordered, x == x && y == y) RELATION(isunordered, x != x || y != y)
#undef RELATION
#define TEST_EACH(f) template <class T, int N> auto f(vec<T, N> p) { vec<typename vec<T, N>::truth, N> r; for (int k = 0; k < N; k++) r.a[k] = f(p.a[k]) ? -1 : 0; return r; }
TEST(isnormal) TEST_EACH(isnan) TEST_EACH(isinf) TEST_EACH(isfinite) TEST_EACH(isnormal)
#undef TEST_EACH
template <class T, int N> int any(vec<T, N> p) { for (T x : p.a) if (x < 0) return 1; return 0; }
template <class T, int N> int all(vec<T, N> p) { for (int k = 0; k < N; k++) if (p.a[k] >= 0) return 0; return 1; }
/// By the most significant bit of each component.
template <class T, class C, int N> vec<T, N> select(vec<T, N> a, vec<T, N> b, vec<C, N> c) { for (int k = 0; k < N; k++) if (std::make_signed_t<C>(c.a[k]) < 0) a.a[k] = b.a[k]; return a; }

template <class T> vec<T, 4> cross(vec<T, 4> a, vec<T, 4> b) { vec<T, 3> r = cross(vec<T, 3>(a.a[0], a.a[1], a.a[2]), vec<T, 3>(b.a[0], b.a[1], b.a[2])); return {r, T(0)}; }
template <class V> auto fast_length(V a) { return length(a); }
template <class V> auto fast_distance(V a, V b) { return distance(a, b); }
template <class V> V fast_normalize(V a) { return normalize(a); }
template <class T, int N> vec<T, N> step(vec<T, N> e, vec<T, N> x) { vec<T, N> r; for (int k = 0; k < N; k++) r.a[k] = step(e.a[k], x.a[k]); return r; }
struct elem { static constexpr int x = 0, y = 1, z = 2, w = 3, r = 0, g = 1, b = 2, a = 3, s0 = 0, s1 = 1, s2 = 2, s3 = 3, s4 = 4, s5 = 5, s6 = 6, s7 = 7; };
} // namespace sycl
