// A host implementation of the part of SYCL 2020 (and of DPC++'s extensions) that the programs of the oracle use: queues in order, memory of the
// host, items as fibres. Launches are cut to few items and recorded (`launch-record.hpp`).
#pragma once
#include "collectives.hpp"
#include "vectors.hpp"
#include "marrays.hpp"
#include "builtins.hpp"
#include <algorithm>
#include <array>
#include <cassert>
#include <chrono>
#include <cstddef>
#include <iostream>
#include <optional>
#include <string>
#include <vector>
#define SYCL_EXTERNAL
#define SYCL_LANGUAGE_VERSION 202001
namespace sycl {
template <class T, access::address_space S = access::address_space::generic_space, access::decorated X = access::decorated::no> struct multi_ptr {
  T *p = nullptr;
  multi_ptr() = default;
  multi_ptr(T *q) : p(q) {}
  template <access::address_space A, access::decorated Y> multi_ptr(multi_ptr<T, A, Y> other) : p(other.p) {}
  T *get() const { return p; } T *get_raw() const { return p; } T *get_decorated() const { return p; }
  T &operator*() const { return *p; } T *operator->() const { return p; } operator T *() const { return p; }
  T &operator[](ptrdiff_t k) const { return p[k]; }
};
/// SYCL 1.2.1's, behind a pointer.
template <class T, access::address_space S = access::address_space::global_space> struct atomic {
  atomic_ref<T> r;
  template <access::address_space A, access::decorated X> atomic(multi_ptr<T, A, X> p) : r(*p) {}
  T load() const { return r.load(); } void store(T x) const { r.store(x); } T exchange(T x) const { return r.exchange(x); }
  bool compare_exchange_strong(T &e, T x) const { return r.compare_exchange_strong(e, x); }
  T fetch_add(T x) const { return r.fetch_add(x); } T fetch_sub(T x) const { return r.fetch_sub(x); } T fetch_min(T x) const { return r.fetch_min(x); } T fetch_max(T x) const { return r.fetch_max(x); }
  T fetch_and(T x) const { return r.fetch_and(x); } T fetch_or(T x) const { return r.fetch_or(x); } T fetch_xor(T x) const { return r.fetch_xor(x); }
};
template <class T, access::address_space S> T atomic_fetch_add(atomic<T, S> a, T x) { return a.fetch_add(x); }
template <class T, access::decorated X = access::decorated::no> using local_ptr = multi_ptr<T, access::address_space::local_space, X>;
template <class T, access::decorated X = access::decorated::no> using global_ptr = multi_ptr<T, access::address_space::global_space, X>;
template <class T, access::decorated X = access::decorated::no> using private_ptr = multi_ptr<T, access::address_space::private_space, X>;
template <access::address_space S, access::decorated X = access::decorated::no, class T> multi_ptr<T, S, X> make_ptr(T *p) { return p; }
template <access::address_space S, access::decorated X, class T> multi_ptr<T, S, X> address_space_cast(T *p) { return p; }
namespace ext::oneapi {
using sycl::plus;
template <class T, class G, class... A> multi_ptr<T> group_local_memory_for_overwrite(G, A... a) {
  size_t k = now.current->local_memories++;
  if (k == now.local_memories.size()) { now.local_memories.emplace_back(static_cast<char *>(std::calloc(1, sizeof(T))), std::free); if constexpr (sizeof...(A) > 0) new (now.local_memories.back().get()) T(a...); }
  return reinterpret_cast<T *>(now.local_memories[k].get());
}
template <class T, class G, class... A> multi_ptr<T> group_local_memory(G g, A... a) { return group_local_memory_for_overwrite<T>(g, a...); }
} // namespace ext::oneapi
struct async_handler {}; struct exception_list : std::vector<std::exception_ptr> {};
struct exception : std::runtime_error { using std::runtime_error::runtime_error; };
struct property_list { template <class... P> property_list(P...) {} };
namespace property { namespace queue { struct in_order {}; struct enable_profiling {}; } namespace buffer { struct use_host_ptr {}; } struct no_init {}; }
inline constexpr property::no_init no_init;
using access_mode = access::mode; using target = access::target;
struct no_init_tag {}; struct read_only_tag {}; struct write_only_tag {}; struct read_write_tag {};
inline constexpr read_only_tag read_only; inline constexpr write_only_tag write_only; inline constexpr read_write_tag read_write;
struct selector {}; inline constexpr selector gpu_selector_v, cpu_selector_v, default_selector_v, accelerator_selector_v;
using gpu_selector = selector; using cpu_selector = selector; using default_selector = selector;
enum class backend { host, ext_oneapi_cuda, ext_oneapi_level_zero, opencl };
enum class aspect { fp64, fp16, cpu, gpu, atomic64, usm_device_allocations };
namespace info {
enum class device_type { gpu, cpu, all, accelerator };
#define QUERY(name, type, value) struct name { using return_type = type; static type get() { return value; } };
namespace device { QUERY(name, std::string, "host") QUERY(vendor, std::string, "host") QUERY(version, std::string, "1") QUERY(driver_version, std::string, "1") QUERY(max_compute_units, uint32_t, 4) QUERY(max_work_group_size, size_t, 1024) QUERY(local_mem_size, uint64_t, 65536) QUERY(global_mem_size, uint64_t, 1ull << 32) QUERY(max_mem_alloc_size, uint64_t, 1ull << 31) QUERY(max_clock_frequency, uint32_t, 1000) QUERY(sub_group_sizes, std::vector<size_t>, {32}) QUERY(max_num_sub_groups, uint32_t, 32) }
namespace event_profiling { QUERY(command_submit, uint64_t, 0) QUERY(command_start, uint64_t, 0) QUERY(command_end, uint64_t, 1) }
namespace event { QUERY(command_execution_status, int, 0) }
#undef QUERY
} // namespace info
struct platform { static std::vector<platform> get_platforms() { return {platform{}}; } template <class Q> auto get_info() const { return Q::get(); } };
struct device {
  device() = default; template <class S> device(S) {}
  template <class Q> auto get_info() const { return Q::get(); }
  bool has(aspect) const { return true; } bool is_gpu() const { return true; } bool is_cpu() const { return false; }
  platform get_platform() const { return {}; }
  static std::vector<device> get_devices(info::device_type = info::device_type::all) { return {device{}}; }
};
struct context { context() = default; template <class S> context(S) {} std::vector<device> get_devices() const { return {device{}}; } };
struct event { void wait() {} void wait_and_throw() {} static void wait(const std::vector<event> &) {} template <class Q> auto get_profiling_info() const { return Q::get(); } template <class Q> auto get_info() const { return Q::get(); } };

template <class T, int D> struct row {
  T *p; const size_t *of;
  decltype(auto) operator[](size_t i) const { if constexpr (D == 1) return (p[i]); else { size_t n = 1; for (int d = 1; d < D; d++) n *= of[d]; return row<T, D - 1>{p + i * n, of + 1}; } }
};
struct handler;
template <class T, int D = 1> struct memory_of {
  std::shared_ptr<char[]> bytes; T *p = nullptr; range<D> of;
  /// Of a ranged accessor: element 0 is at the offset.
  range<D> reach; id<D> offset;
  void over(T *first, range<D> all, range<D> part, id<D> from) { p = first + linear<D>(from.v, all.v); of = all; reach = part; offset = from; }
  template <class Q, class... P> void over(T *first, range<D> all, const Q &, P... rest) { over(first, all, rest...); }
  template <class... P> void over(T *first, range<D> all, range<D> part, id<D> from, const P &...) { over(first, all, part, from); }
  void over(T *first, range<D> all) { over(first, all, all, id<D>()); }
  id<D> get_offset() const { return offset; }
  T &operator[](id<D> i) const { return p[linear<D>(i.v, of.v)]; }
  template <class I, class = std::enable_if_t<std::is_integral_v<I> || std::is_enum_v<I>>> decltype(auto) operator[](I i) const { return row<T, D>{p, of.v}[size_t(i)]; }
  template <int E = D, class = std::enable_if_t<E == 0>> operator T &() const { return *p; }
  size_t size() const { return reach.size(); } range<D> get_range() const { return reach; }
  T *get_pointer() const { return p; } T *begin() const { return p; } T *end() const { return p + size(); }
  template <access::decorated X> multi_ptr<T> get_multi_ptr() const { return p; }
};
template <class T, int D = 1> struct local_accessor : memory_of<T, D> {
  template <class... P> local_accessor(range<D> r, handler &, P...) { this->of = this->reach = r; this->bytes.reset(static_cast<char *>(std::aligned_alloc(64, (r.size() * sizeof(T) + 127) / 64 * 64)), std::free); this->p = reinterpret_cast<T *>(this->bytes.get()); }
  template <int E = D, class = std::enable_if_t<E == 0>> local_accessor(handler &) { this->bytes.reset(static_cast<char *>(std::calloc(1, sizeof(T) + 64)), std::free); this->p = reinterpret_cast<T *>(this->bytes.get()); }
};
/// What an accessor of mode atomic gives.
template <class T> struct atomics_of { T *p; atomic<T> operator[](size_t k) const { return multi_ptr<T>(p + k); } };
template <class T, int D = 1> struct buffer {
  T *p; range<D> of;
  /// Where the contents go when the last copy of the buffer ends.
  struct returned { T *from, *to = nullptr; size_t n; ~returned() { if (to) std::memcpy(to, from, n * sizeof(T)); } };
  std::shared_ptr<returned> back;
  template <class... P> buffer(range<D> r, P...) : p(static_cast<T *>(record::allocate(r.size() * sizeof(T)))), of(r), back(new returned{p, nullptr, r.size()}) {}
  template <class... P> buffer(T *h, range<D> r, P...) : buffer(r) { std::memcpy(p, h, r.size() * sizeof(T)); back->to = h; }
  template <class... P> buffer(const T *h, range<D> r, P...) : buffer(r) { std::memcpy(p, h, r.size() * sizeof(T)); }
  template <access::mode M = access::mode::read_write, access::target A = access::target::device, class... P> auto get_access(const P &...ps) { if constexpr (M == access::mode::atomic) return atomics_of<T>{p}; else { memory_of<T, D> m; m.over(p, of, ps...); return m; } }
  template <class... P> auto get_host_access(P...) { return get_access(); }
  void set_final_data(T *h) { back->to = h; }
  range<D> get_range() const { return of; } size_t size() const { return of.size(); }
};
template <class T, int D = 1, access::mode M = access::mode::read_write, access::target A = access::target::device> struct accessor : memory_of<T, D> {
  template <class... P> accessor(buffer<std::remove_const_t<T>, D> b, const P &...ps) { this->over(b.p, b.of, ps...); }
};
template <class T, int D, class... P> accessor(buffer<T, D>, P...) -> accessor<T, D>;
template <class T, int D = 1, access::mode M = access::mode::read_write> struct host_accessor : memory_of<T, D> {
  template <class... P> host_accessor(buffer<std::remove_const_t<T>, D> b, const P &...ps) { this->over(b.p, b.of, ps...); }
};
template <class T, int D, class... P> host_accessor(buffer<T, D>, P...) -> host_accessor<T, D>;

/// Groups are taken away, from the first dimension on, until few items are left.
template <int D> bool cut(size_t *groups, size_t each) {
  bool was = false;
  for (int d = 0; d < D; d++) {
    size_t others = each;
    for (int e = 0; e < D; e++) if (e != d) others *= groups[e];
    size_t most = std::max<size_t>(1, record::MAX_ITEMS / std::max<size_t>(1, others));
    if (groups[d] > most) { groups[d] = most; was = true; }
  }
  return was;
}
inline bool wanted() { static int without_place = 0; return record::pending.id >= 0 || ++without_place < 1000; }
/// A reduction's target, and what items give it: they run one at a time, so it is combined at once.
template <class T, class O> struct reduction_of {
  T *target; O op;
  void combine(T x) const { *target = op(*target, x); }
};
template <class T, class O> struct reducer_of {
  reduction_of<T, O> r;
  void combine(T x) { r.combine(x); }
  reducer_of &operator+=(T x) { combine(x); return *this; } reducer_of &operator*=(T x) { combine(x); return *this; }
  reducer_of &operator|=(T x) { combine(x); return *this; } reducer_of &operator&=(T x) { combine(x); return *this; } reducer_of &operator^=(T x) { combine(x); return *this; }
  reducer_of &operator++() { combine(T(1)); return *this; } void operator++(int) { combine(T(1)); }
};
template <class T, class O, class... P> reduction_of<T, O> reduction(T *p, O op, P...) { return {p, op}; }
template <class T, class O, class = std::enable_if_t<std::is_class_v<O>>> reduction_of<T, O> reduction(T *p, T, O op) { return {p, op}; }
template <class T, class O, class... P> reduction_of<T, O> reduction(buffer<T, 1> b, handler &, O op, P...) { return {b.p, op}; }
template <class> struct is_reduction : std::false_type {};
template <class T, class O> struct is_reduction<reduction_of<T, O>> : std::true_type {};
struct handler {
  template <class N = void, class R, class T, class O, class F> void parallel_for(R r, reduction_of<T, O> a, const F &f) { parallel_for<N>(r, [=](auto i) { reducer_of<T, O> x{a}; f(i, x); }); }
  template <class N = void, class R, class T, class O, class U, class P, class F> void parallel_for(R r, reduction_of<T, O> a, reduction_of<U, P> b, const F &f) { parallel_for<N>(r, [=](auto i) { reducer_of<T, O> x{a}; reducer_of<U, P> y{b}; f(i, x, y); }); }
  template <class N = void, int D, class F> void parallel_for(nd_range<D> r, const F &f) {
    if (!wanted()) return;
    record::Sizes s{D, true, {}, {}, {}};
    now.dimensions = D; now.items = r.local.size(); now.sub_group_size = record::pending.sub_group;
    if (now.items == 0 || now.items > 2048) return;
    size_t groups[3] = {1, 1, 1};
    for (int d = 0; d < D; d++) { groups[d] = r.global.v[d] / r.local.v[d]; if (groups[d] == 0 || groups[d] * r.local.v[d] != r.global.v[d]) return; }
    for (int d = 0; d < D; d++) { s.local[d] = now.local[d] = r.local.v[d]; s.global[d] = now.global[d] = r.global.v[d]; now.groups[d] = groups[d]; }
    bool was = cut<D>(groups, now.items);
    for (int d = 0; d < D; d++) s.ran[d] = groups[d];
    size_t total = groups[0] * groups[1] * groups[2];
    now.body = [&] { f(nd_item<D>{}); };
    for (size_t k = 0; k < total; k++) {
      size_t rest = k;
      for (int d = D - 1; d >= 0; d--) { now.group[d] = rest % groups[d]; rest /= groups[d]; }
      run_group();
    }
    record::end(s, was);
  }
  template <class N = void, int D, class R, class F, class = std::enable_if_t<!std::is_same_v<R, F> && !is_reduction<R>::value>> void parallel_for(nd_range<D> r, R, const F &f) { parallel_for<N>(r, f); }
  template <class N = void, int D, class F> void parallel_for(range<D> r, const F &f) {
    if (!wanted()) return;
    record::Sizes s{D, false, {}, {}, {}};
    size_t n[3] = {1, 1, 1};
    for (int d = 0; d < D; d++) n[d] = r.v[d];
    bool was = cut<D>(n, 1);
    for (int d = 0; d < D; d++) { s.global[d] = r.v[d]; s.ran[d] = n[d]; }
    for (size_t k = 0; k < n[0] * n[1] * n[2]; k++) {
      item<D> i{};
      size_t rest = k;
      for (int d = D - 1; d >= 0; d--) { i.at[d] = rest % n[d]; i.of[d] = r.v[d]; rest /= n[d]; }
      if constexpr (std::is_invocable_v<F, item<D>>) f(i); else f(i.get_id());
    }
    record::end(s, was);
  }
  template <class N = void, class F> void parallel_for(size_t n, const F &f) { parallel_for<N>(range<1>(n), f); }
  template <class N = void, class F> void single_task(const F &f) { if (!wanted()) return; f(); record::end({0, false, {}, {}, {}}, false); }
  template <class... A> void require(A...) {} template <class... A> void depends_on(A...) {}
  void memcpy(void *d, const void *s, size_t n) { std::memcpy(d, s, n); }
  void memset(void *d, int x, size_t n) { std::memset(d, x, n); }
  template <class T> void fill(T *p, T x, size_t n) { std::fill_n(p, n, x); }
  template <class T, int D> void fill(memory_of<T, D> a, T x) { std::fill_n(a.p, a.size(), x); }
  template <class T, int D> void copy(memory_of<T, D> a, T *p) { std::copy_n(a.p, a.size(), p); }
  template <class T, int D> void copy(const T *p, memory_of<T, D> a) { std::copy_n(p, a.size(), a.p); }
};
struct queue {
  queue() = default; template <class... A> explicit queue(A...) {}
  device get_device() const { return {}; } context get_context() const { return {}; }
  template <class F> event submit(F f) { handler h; f(h); return {}; }
  template <class N = void, class... A> event parallel_for(A... a) { handler h; launch<N>(h, a...); return {}; }
  template <class N = void, class F> event single_task(const F &f) { handler h; h.single_task<N>(f); return {}; }
  event memcpy(void *d, const void *s, size_t n) { std::memmove(d, s, n); return {}; }
  event memset(void *d, int x, size_t n) { std::memset(d, x, n); return {}; }
  template <class T, class X> event fill(T *p, X x, size_t n) { std::fill_n(p, n, T(x)); return {}; }
  template <class X> event fill(void *p, X x, size_t n) { std::fill_n(static_cast<X *>(p), n, x); return {}; }
  template <class T> event copy(const T *s, T *d, size_t n) { std::copy_n(s, n, d); return {}; }
  template <class... A> event memcpy(void *d, const void *s, size_t n, A...) { return memcpy(d, s, n); }
  template <class... A> event memset(void *d, int x, size_t n, A...) { return memset(d, x, n); }
  template <class... A> event prefetch(A...) { return {}; } template <class... A> event mem_advise(A...) { return {}; }
  void wait() {} void wait_and_throw() {} void throw_asynchronous() {} bool is_in_order() const { return true; }
  event ext_oneapi_submit_barrier() { return {}; }
private:
  template <class N, class R, class F> void launch(handler &h, R r, const F &f) { h.parallel_for<N>(r, f); }
  template <class N, class R, class E, class F> void launch(handler &h, R r, const E &e, const F &f) { if constexpr (is_reduction<E>::value) h.parallel_for<N>(r, e, f); else h.parallel_for<N>(r, f); }
  template <class N, class R, class T, class O, class U, class P, class F> void launch(handler &h, R r, reduction_of<T, O> a, reduction_of<U, P> b, const F &f) { h.parallel_for<N>(r, a, b, f); }
};
template <class T, class... A> T *malloc_device(size_t n, A...) { return static_cast<T *>(record::allocate(n * sizeof(T))); }
template <class T, class... A> T *malloc_shared(size_t n, A...) { return malloc_device<T>(n); }
template <class T, class... A> T *malloc_host(size_t n, A...) { return malloc_device<T>(n); }
template <class T, class... A> T *aligned_alloc_device(size_t, size_t n, A...) { return malloc_device<T>(n); }
template <class... A> void *malloc_device(size_t n, A...) { return record::allocate(n); }
template <class... A> void *malloc_shared(size_t n, A...) { return record::allocate(n); }
template <class... A> void *malloc_host(size_t n, A...) { return record::allocate(n); }
/// Memory stays: a pointer that a later launch is given by mistake is found out by its values, not by a crash.
template <class... A> void free(void *, A...) {}
} // namespace sycl
