// Group functions, function objects and atomics.
#pragma once
#include "grid.hpp"
namespace sycl {
#define OPERATION(name, e) template <class T = void> struct name { template <class A, class B> auto operator()(A a, B b) const { return e; } };
OPERATION(plus, a + b) OPERATION(multiplies, a * b) OPERATION(bit_and, a & b) OPERATION(bit_or, a | b) OPERATION(bit_xor, a ^ b)
OPERATION(logical_and, a && b) OPERATION(logical_or, a || b) OPERATION(minimum, A(b < a ? b : a)) OPERATION(maximum, A(a < b ? b : a))
#undef OPERATION
template <class G, class T, class O> T reduce_over_group(G g, T x, O o) { return gathered(g, x, [&](T *a, size_t n, size_t) { T s = a[0]; for (size_t k = 1; k < n; k++) s = o(s, a[k]); return s; }); }
template <class G, class T, class O> T inclusive_scan_over_group(G g, T x, O o) { return gathered(g, x, [&](T *a, size_t, size_t me) { T s = a[0]; for (size_t k = 1; k <= me; k++) s = o(s, a[k]); return s; }); }
template <class G, class T, class O> T exclusive_scan_over_group(G g, T x, T init, O o) { return gathered(g, x, [&](T *a, size_t, size_t me) { T s = init; for (size_t k = 0; k < me; k++) s = o(s, a[k]); return s; }); }
template <class G, class T> T exclusive_scan_over_group(G g, T x, plus<T> o) { return exclusive_scan_over_group(g, x, T(0), o); }
template <class G, class T> T exclusive_scan_over_group(G g, T x, plus<void> o) { return exclusive_scan_over_group(g, x, T(0), o); }
template <class G, class T> T group_broadcast(G g, T x, size_t from = 0) { return gathered(g, x, [=](T *a, size_t, size_t) { return a[from]; }); }
template <class G> bool any_of_group(G g, bool x) { return gathered(g, int(x), [](int *a, size_t n, size_t) { int s = 0; for (size_t k = 0; k < n; k++) s |= a[k]; return s; }); }
template <class G> bool all_of_group(G g, bool x) { return !any_of_group(g, !x); }
template <class G> bool none_of_group(G g, bool x) { return !any_of_group(g, x); }
template <class T> T select_from_group(sub_group g, T x, size_t from) { return g.shuffle(x, from); }
template <class T> T shift_group_left(sub_group g, T x, size_t by = 1) { return g.shuffle_down(x, by); }
template <class T> T shift_group_right(sub_group g, T x, size_t by = 1) { return g.shuffle_up(x, by); }
template <class T> T permute_group_by_xor(sub_group g, T x, size_t mask) { return g.shuffle_xor(x, mask); }
enum class memory_order { relaxed, acquire, release, acq_rel, seq_cst };
enum class memory_scope { work_item, sub_group, work_group, device, system };
inline void atomic_fence(memory_order, memory_scope) {}
/// Items run one at a time, so plain operations are atomic.
template <class T, memory_order O = memory_order::relaxed, memory_scope S = memory_scope::device, access::address_space A = access::address_space::generic_space> struct atomic_ref {
  T &r;
  explicit atomic_ref(T &x) : r(x) {}
  template <class X> T put(X x) const { T old = r; r = T(x); return old; }
  T load(memory_order = O, memory_scope = S) const { return r; }
  void store(T x, memory_order = O, memory_scope = S) const { r = x; }
  operator T() const { return r; }
  T operator=(T x) const { r = x; return x; }
  T exchange(T x, memory_order = O, memory_scope = S) const { return put(x); }
  template <class X> T fetch_add(X x, memory_order = O, memory_scope = S) const { return put(r + x); }
  template <class X> T fetch_sub(X x, memory_order = O, memory_scope = S) const { return put(r - x); }
  T fetch_min(T x, memory_order = O, memory_scope = S) const { return put(x < r ? x : r); }
  T fetch_max(T x, memory_order = O, memory_scope = S) const { return put(r < x ? x : r); }
  T fetch_and(T x, memory_order = O, memory_scope = S) const { return put(r & x); }
  T fetch_or(T x, memory_order = O, memory_scope = S) const { return put(r | x); }
  T fetch_xor(T x, memory_order = O, memory_scope = S) const { return put(r ^ x); }
  T operator++() const { return T(put(r + 1) + 1); } T operator++(int) const { return put(r + 1); }
  T operator--() const { return T(put(r - 1) - 1); } T operator--(int) const { return put(r - 1); }
  template <class X> T operator+=(X x) const { put(r + x); return r; }
  template <class X> T operator-=(X x) const { put(r - x); return r; }
  T operator|=(T x) const { put(r | x); return r; } T operator&=(T x) const { put(r & x); return r; } T operator^=(T x) const { put(r ^ x); return r; }
  template <class... M> bool compare_exchange_strong(T &e, T x, M...) const { if (std::memcmp(&r, &e, sizeof(T)) == 0) { r = x; return true; } e = r; return false; }
  template <class... M> bool compare_exchange_weak(T &e, T x, M...) const { return compare_exchange_strong(e, x); }
};
} // namespace sycl
