// A host shim: just enough of SYCL 2020 to run small kernels, each item of a group on a thread of its own.
#pragma once
#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <pthread.h>
#include <thread>
#include <vector>
namespace sycl {
using std::size_t; using uint = unsigned; using uchar = unsigned char; using ushort = unsigned short; using ulong = unsigned long;
template <int D = 1> struct range { size_t n; range(size_t a) : n(a) {} size_t get(int) const { return n; } };
template <int D = 1> struct id { size_t i; operator size_t() const { return i; } size_t get(int) const { return i; } size_t operator[](int) const { return i; } };
template <int D = 1> struct nd_range { size_t g, l; nd_range(range<D> a, range<D> b) : g(a.n), l(b.n) {} };
struct shared_state { pthread_barrier_t bar; std::vector<char> slot; std::vector<std::unique_ptr<char[]>> local; size_t n; };
inline thread_local shared_state *now = nullptr;
template <int D = 1> struct group { size_t g, l, n; size_t get_local_linear_range() const { return n; } size_t get_group_id(int = 0) const { return g; } size_t get_local_id(int = 0) const { return l; } size_t get_local_range(int = 0) const { return n; } };
template <int D = 1> struct nd_item {
  size_t g, l, n, total;
  size_t get_global_id(int = 0) const { return g * n + l; } size_t get_local_id(int = 0) const { return l; }
  size_t get_group(int) const { return g; } group<D> get_group() const { return {g, l, n}; }
  size_t get_local_range(int = 0) const { return n; } size_t get_global_range(int = 0) const { return total; }
  size_t get_group_range(int = 0) const { return total / n; } size_t get_global_linear_id() const { return g * n + l; } size_t get_local_linear_id() const { return l; }
};
template <class G> void group_barrier(G) { pthread_barrier_wait(&now->bar); }
template <class T, class F> T gathered(size_t l, T x, F f) {
  T *all = reinterpret_cast<T *>(now->slot.data()); all[l] = x; pthread_barrier_wait(&now->bar); T r = f(all); pthread_barrier_wait(&now->bar); return r; }
template <class T = void> struct plus { template <class A> A operator()(A a, A b) const { return a + b; } };
template <class T = void> struct multiplies { template <class A> A operator()(A a, A b) const { return a * b; } };
template <class T = void> struct minimum { template <class A> A operator()(A a, A b) const { return b < a ? b : a; } };
template <class T = void> struct maximum { template <class A> A operator()(A a, A b) const { return a < b ? b : a; } };
template <class T = void> struct bit_xor { template <class A> A operator()(A a, A b) const { return a ^ b; } };
template <class T, class O> T reduce_over_group(group<1> g, T x, O o) { return gathered<T>(g.l, x, [&](T *a) { T s = a[0]; for (size_t k = 1; k < g.n; k++) s = o(s, a[k]); return s; }); }
template <class T, class O> T inclusive_scan_over_group(group<1> g, T x, O o) { return gathered<T>(g.l, x, [&](T *a) { T s = a[0]; for (size_t k = 1; k <= g.l; k++) s = o(s, a[k]); return s; }); }
template <class T, class O> T exclusive_scan_over_group(group<1> g, T x, T i, O o) { return gathered<T>(g.l, x, [&](T *a) { T s = i; for (size_t k = 0; k < g.l; k++) s = o(s, a[k]); return s; }); }
template <class T> T group_broadcast(group<1> g, T x, size_t from = 0) { return gathered<T>(g.l, x, [&](T *a) { return a[from]; }); }
inline bool any_of_group(group<1> g, bool x) { return gathered<int>(g.l, x, [&](int *a) { int s = 0; for (size_t k = 0; k < g.n; k++) s |= a[k]; return s; }); }
inline bool all_of_group(group<1> g, bool x) { return !any_of_group(g, !x); }
inline bool none_of_group(group<1> g, bool x) { return !any_of_group(g, x); }
enum class memory_order { relaxed, acq_rel, seq_cst, acquire, release }; enum class memory_scope { work_item, work_group, device, system, sub_group };
namespace access { enum class address_space { global_space, local_space, generic_space }; }
template <class T, memory_order O, memory_scope S, access::address_space A = access::address_space::generic_space> struct atomic_ref {
  T &r; explicit atomic_ref(T &x) : r(x) {}
  T load() const { return __atomic_load_n(&r, 5); } void store(T x) const { __atomic_store_n(&r, x, 5); }
  template <class F> T update(F f) const { T o = load(); while (!__atomic_compare_exchange_n(&r, &o, f(o), false, 5, 5)) {} return o; }
  T fetch_add(T x) const { return update([=](T o) { return T(o + x); }); } T fetch_sub(T x) const { return update([=](T o) { return T(o - x); }); }
  T fetch_min(T x) const { return update([=](T o) { return x < o ? x : o; }); } T fetch_max(T x) const { return update([=](T o) { return o < x ? x : o; }); }
  T fetch_and(T x) const { return update([=](T o) { return o & x; }); } T fetch_or(T x) const { return update([=](T o) { return o | x; }); }
  T fetch_xor(T x) const { return update([=](T o) { return o ^ x; }); } T exchange(T x) const { return update([=](T) { return x; }); }
  bool compare_exchange_strong(T &e, T x) const { return __atomic_compare_exchange_n(&r, &e, x, false, 5, 5); }
};
struct handler; template <class T, int D = 1> struct local_accessor { size_t at; size_t n; local_accessor(range<1> r, handler &h); T &operator[](size_t i) const { return reinterpret_cast<T *>(now->local[at].get())[i]; } };
struct handler {
  std::vector<size_t> sizes; 
  template <class N = void, class F> void parallel_for(nd_range<1> r, F f) {
    for (size_t g = 0; g < r.g / r.l; g++) {
      shared_state s; s.n = r.l; s.slot.resize(r.l * 16); pthread_barrier_init(&s.bar, nullptr, r.l);
      for (size_t b : sizes) s.local.push_back(std::make_unique<char[]>(b));
      std::vector<std::thread> all;
      for (size_t l = 0; l < r.l; l++) all.emplace_back([&, l] { now = &s; f(nd_item<1>{g, l, r.l, r.g}); });
      for (auto &t : all) t.join();
      pthread_barrier_destroy(&s.bar);
    }
  }
  template <class N = void, class F> void parallel_for(range<1> r, F f) { for (size_t i = 0; i < r.n; i++) f(id<1>{i}); }
};
template <class T, int D> local_accessor<T, D>::local_accessor(range<1> r, handler &h) : at(h.sizes.size()), n(r.n) { h.sizes.push_back(r.n * sizeof(T)); }
struct event { void wait() {} };
struct queue {
  template <class F> event submit(F f) { handler h; f(h); return {}; }
  template <class N = void, class R, class F> event parallel_for(R r, F f) { handler h; h.parallel_for<N>(r, f); return {}; }
};
#define U(f) template <class T> T f(T x) { return std::f(x); }
U(sin) U(cos) U(tan) U(asin) U(acos) U(atan) U(sinh) U(cosh) U(tanh) U(exp) U(exp2) U(expm1) U(log) U(log2) U(log10) U(log1p) U(sqrt) U(cbrt) U(fabs) U(floor) U(ceil) U(trunc) U(round) U(rint) U(erf) U(erfc) U(lgamma) U(tgamma) U(asinh) U(acosh) U(atanh)
#define B(f) template <class T> T f(T x, T y) { return std::f(x, y); }
B(pow) B(atan2) B(fmod) B(hypot) B(fmin) B(fmax) B(copysign) B(fdim) B(nextafter) B(remainder)
inline float rsqrt(float x) { return 1.0f / std::sqrt(x); } inline float ldexp(float x, int n) { return std::ldexp(x, n); } inline float pown(float x, int n) { return std::pow(x, n); }
inline float fma(float a, float b, float c) { return std::fma(a, b, c); } inline double fma(double a, double b, double c) { return std::fma(a, b, c); }
inline float mix(float x, float y, float a) { return x + (y - x) * a; } inline float step(float e, float x) { return x < e ? 0.0f : 1.0f; }
inline float smoothstep(float a, float b, float x) { float t = std::fmin(std::fmax((x - a) / (b - a), 0.0f), 1.0f); return t * t * (3.0f - 2.0f * t); }
inline float sign(float x) { return x > 0 ? 1.0f : x < 0 ? -1.0f : x; } inline float degrees(float x) { return float(180.0 / M_PI) * x; } inline float radians(float x) { return float(M_PI / 180.0) * x; }
template <class T> T min(T a, T b) { return b < a ? b : a; } template <class T> T max(T a, T b) { return a < b ? b : a; } template <class T> T clamp(T x, T a, T b) { return min(max(x, a), b); }
inline int isnan(float x) { return std::isnan(x); } inline int isinf(float x) { return std::isinf(x); } inline int isfinite(float x) { return std::isfinite(x); } inline int signbit(float x) { return std::signbit(x); }
inline int mul_hi(int a, int b) { return int((long(a) * b) >> 32); } inline uint mul_hi(uint a, uint b) { return uint((ulong(a) * b) >> 32); }
inline long mul_hi(long a, long b) { return long((__int128(a) * b) >> 64); }
template <class T> T rotate(T x, T k) { const unsigned n = sizeof(T) * 8; unsigned s = unsigned(k) % n; using V = std::make_unsigned_t<T>; return s == 0 ? x : T((V(x) << s) | (V(x) >> (n - s))); }
inline int clz(int x) { return x == 0 ? 32 : __builtin_clz(x); } inline int ctz(int x) { return x == 0 ? 32 : __builtin_ctz(x); } inline int popcount(int x) { return __builtin_popcount(x); } inline uint popcount(uint x) { return __builtin_popcount(x); } inline long popcount(long x) { return __builtin_popcountl(x); }
template <class T> T sat(__int128 x) { return x < std::numeric_limits<T>::min() ? std::numeric_limits<T>::min() : x > std::numeric_limits<T>::max() ? std::numeric_limits<T>::max() : T(x); }
template <class T> T add_sat(T a, T b) { return sat<T>(__int128(a) + b); } template <class T> T sub_sat(T a, T b) { return sat<T>(__int128(a) - b); } template <class T> T mad_sat(T a, T b, T c) { return sat<T>(__int128(a) * b + c); }
template <class T> T hadd(T a, T b) { return T((__int128(a) + b) >> 1); } template <class T> T rhadd(T a, T b) { return T((__int128(a) + b + 1) >> 1); }
inline int mul24(int a, int b) { return a * b; } inline int mad24(int a, int b, int c) { return a * b + c; } inline uint abs_diff(uint a, uint b) { return a < b ? b - a : a - b; } inline int abs(int x) { return x < 0 ? -x : x; }
template <class To, class From> To bit_cast(From x) { To y; static_assert(sizeof x == sizeof y, ""); __builtin_memcpy(&y, &x, sizeof y); return y; }
}
