// Index spaces and the items of a group as fibres with real barriers: one thread, each item runs until it waits.
#pragma once
#include "../launch-record.hpp"
#include <cstdint>
#include <functional>
#include <memory>
#include <ucontext.h>
namespace sycl {
using std::size_t;
template <int D, class Self> struct coordinates {
  size_t v[3] = {0, 0, 0};
  size_t get(int d) const { return v[d]; }
  size_t &operator[](int d) { return v[d]; }
  size_t operator[](int d) const { return v[d]; }
  size_t size() const { size_t n = 1; for (int d = 0; d < D; d++) n *= v[d]; return n; }
  friend bool operator==(const Self &a, const Self &b) { for (int d = 0; d < D; d++) if (a.v[d] != b.v[d]) return false; return true; }
#define EACH_OF(op) template <class X> Self &operator op##=(const X &b) { return static_cast<Self &>(*this) = static_cast<Self &>(*this) op b; } friend Self operator op(const Self &a, const Self &b) { Self r(a); for (int d = 0; d < D; d++) r.v[d] = a.v[d] op b.v[d]; return r; } \
  template <class I, class = std::enable_if_t<std::is_integral_v<I>>> friend Self operator op(const Self &a, I b) { Self r(a); for (int d = 0; d < D; d++) r.v[d] = a.v[d] op size_t(b); return r; }
  EACH_OF(+) EACH_OF(-) EACH_OF(*) EACH_OF(/) EACH_OF(%)
#undef EACH_OF
};
/// What of one dimension is a number.
template <int D, class Self> struct as_index {};
template <class Self> struct as_index<1, Self> { operator size_t() const { return static_cast<const Self *>(this)->get_id(0); } };
template <int D = 1> struct range : coordinates<D, range<D>> {
  range() = default;
  template <class... A, class = std::enable_if_t<sizeof...(A) == D && (std::is_convertible_v<A, size_t> && ...)>> range(A... a) { size_t all[] = {size_t(a)...}; for (int d = 0; d < D; d++) this->v[d] = all[d]; }
};
template <class... A> range(A...) -> range<sizeof...(A)>;
template <int D = 1> struct id : coordinates<D, id<D>>, as_index<D, id<D>> {
  id() = default;
  size_t get_id(int d) const { return this->v[d]; }
  template <class... A, class = std::enable_if_t<sizeof...(A) == D && (std::is_convertible_v<A, size_t> && ...)>> id(A... a) { size_t all[] = {size_t(a)...}; for (int d = 0; d < D; d++) this->v[d] = all[d]; }
  id(const range<D> &r) { for (int d = 0; d < D; d++) this->v[d] = r.v[d]; }
};
template <int D = 1> struct nd_range {
  range<D> global, local;
  nd_range(range<D> g, range<D> l) : global(g), local(l) {}
  /// An offset of zero, as programs pass it.
  nd_range(range<D> g, range<D> l, id<D>) : global(g), local(l) {}
  range<D> get_global_range() const { return global; }
  range<D> get_local_range() const { return local; }
  range<D> get_group_range() const { return global / local; }
};

/// All items of a group, or of a sub-group, wait here for each other.
struct meeting {
  size_t members = 0, arrived = 0, generation = 0;
  std::vector<char> slots;
};
struct fibre {
  ucontext_t context;
  std::unique_ptr<char[]> stack;
  bool done = true;
  size_t global[3], local[3], linear = 0, local_memories = 0;
};
struct running {
  int dimensions = 1;
  size_t global[3], local[3], group[3], groups[3], items = 1, sub_group_size = 32;
  meeting whole;
  std::vector<meeting> parts;
  std::vector<std::unique_ptr<fibre>> fibres;
  std::vector<std::shared_ptr<char[]>> local_memories;
  ucontext_t scheduler;
  fibre *current = nullptr;
  std::function<void()> body;
  bool progress = false;
};
inline running now;
inline void wait_at(meeting &m) {
  size_t mine = m.generation;
  if (++m.arrived == m.members) { m.arrived = 0; m.generation++; now.progress = true; return; }
  while (m.generation == mine) swapcontext(&now.current->context, &now.scheduler);
  now.progress = true;
}
inline void run_fibre() { now.body(); now.current->done = true; now.progress = true; }
inline void run_group() {
  now.local_memories.clear();
  while (now.fibres.size() < now.items) { now.fibres.push_back(std::make_unique<fibre>()); now.fibres.back()->stack.reset(new char[1 << 17]); }
  now.whole.members = now.items; now.whole.arrived = 0; now.whole.slots.resize(now.items * 64);
  size_t s = now.sub_group_size;
  now.parts.assign((now.items + s - 1) / s, meeting{});
  for (size_t k = 0; k < now.parts.size(); k++) { now.parts[k].members = std::min(s, now.items - k * s); now.parts[k].slots.resize(s * 64); }
  for (size_t k = 0; k < now.items; k++) {
    fibre &f = *now.fibres[k];
    size_t rest = k;
    for (int d = now.dimensions - 1; d >= 0; d--) { f.local[d] = rest % now.local[d]; rest /= now.local[d]; f.global[d] = now.group[d] * now.local[d] + f.local[d]; }
    f.linear = k; f.done = false; f.local_memories = 0;
    getcontext(&f.context);
    f.context.uc_stack.ss_sp = f.stack.get(); f.context.uc_stack.ss_size = 1 << 17; f.context.uc_link = &now.scheduler;
    makecontext(&f.context, run_fibre, 0);
  }
  for (bool left = true; left;) {
    left = false; now.progress = false;
    for (size_t k = 0; k < now.items; k++) {
      fibre &f = *now.fibres[k];
      if (f.done) continue;
      left = true; now.current = &f;
      swapcontext(&now.scheduler, &f.context);
    }
    if (left && !now.progress) { std::fprintf(stderr, "items wait at a barrier that others do not reach\n"); _exit(3); }
  }
}
template <int D> size_t linear(const size_t *at, const size_t *of) { size_t r = 0; for (int d = 0; d < D; d++) r = r * of[d] + at[d]; return r; }
template <class R> R of_array(const size_t *a) { R r; for (int d = 0; d < 3; d++) r.v[d] = a[d]; return r; }

template <int D = 1> struct group {
  static constexpr int dimensions = D;
  using id_type = id<D>;
  meeting &at() const { return now.whole; }
  size_t rank() const { return now.current->linear; }
  size_t get_group_id(int d) const { return now.group[d]; }
  id<D> get_group_id() const { return of_array<id<D>>(now.group); }
  size_t get_id(int d) const { return now.group[d]; }
  size_t operator[](int d) const { return now.group[d]; }
  size_t get_local_id(int d) const { return now.current->local[d]; }
  id<D> get_local_id() const { return of_array<id<D>>(now.current->local); }
  size_t get_local_range(int d) const { return now.local[d]; }
  range<D> get_local_range() const { return of_array<range<D>>(now.local); }
  size_t get_group_range(int d) const { return now.groups[d]; }
  size_t get_local_linear_id() const { return now.current->linear; }
  size_t get_local_linear_range() const { return now.items; }
  size_t get_group_linear_id() const { return linear<D>(now.group, now.groups); }
  size_t get_group_linear_range() const { size_t n = 1; for (int d = 0; d < D; d++) n *= now.groups[d]; return n; }
  bool leader() const { return rank() == 0; }
};
struct sub_group {
  meeting &at() const { return now.parts[now.current->linear / now.sub_group_size]; }
  size_t rank() const { return now.current->linear % now.sub_group_size; }
  uint32_t get_local_linear_id() const { return rank(); }
  id<1> get_local_id() const { return id<1>(rank()); }
  size_t get_local_id(int) const { return rank(); }
  uint32_t get_group_linear_id() const { return now.current->linear / now.sub_group_size; }
  id<1> get_group_id() const { return id<1>(get_group_linear_id()); }
  range<1> get_local_range() const { return range<1>(at().members); }
  uint32_t get_local_linear_range() const { return at().members; }
  range<1> get_max_local_range() const { return range<1>(now.sub_group_size); }
  range<1> get_group_range() const { return range<1>(now.parts.size()); }
  uint32_t get_group_linear_range() const { return now.parts.size(); }
  bool leader() const { return rank() == 0; }
  void barrier() const { wait_at(at()); }
  template <class T> T shuffle(T x, size_t from) const;
  template <class T> T shuffle_down(T x, size_t by) const;
  template <class T> T shuffle_up(T x, size_t by) const;
  template <class T> T shuffle_xor(T x, size_t mask) const;
};
namespace access {
enum class fence_space { local_space, global_space, global_and_local };
enum class address_space { global_space, local_space, private_space, generic_space };
enum class decorated { no, yes, legacy };
enum class mode { read, write, read_write, discard_write, discard_read_write, atomic };
enum class target { device, local, global_buffer, constant_buffer };
} // namespace access
template <int D = 1> struct nd_item {
  size_t get_global_id(int d) const { return now.current->global[d]; }
  id<D> get_global_id() const { return of_array<id<D>>(now.current->global); }
  size_t get_local_id(int d) const { return now.current->local[d]; }
  id<D> get_local_id() const { return of_array<id<D>>(now.current->local); }
  size_t get_group(int d) const { return now.group[d]; }
  group<D> get_group() const { return {}; }
  sub_group get_sub_group() const { return {}; }
  size_t get_local_range(int d) const { return now.local[d]; }
  range<D> get_local_range() const { return of_array<range<D>>(now.local); }
  size_t get_global_range(int d) const { return now.global[d]; }
  range<D> get_global_range() const { return of_array<range<D>>(now.global); }
  size_t get_group_range(int d) const { return now.groups[d]; }
  range<D> get_group_range() const { return of_array<range<D>>(now.groups); }
  size_t get_global_linear_id() const { return linear<D>(now.current->global, now.global); }
  size_t get_local_linear_id() const { return now.current->linear; }
  size_t get_group_linear_id() const { return linear<D>(now.group, now.groups); }
  nd_range<D> get_nd_range() const { return {get_global_range(), get_local_range()}; }
  void barrier(access::fence_space = access::fence_space::global_and_local) const { wait_at(now.whole); }
  template <class F = int> void mem_fence(access::fence_space = access::fence_space::global_and_local) const {}
};
template <int D = 1> struct item : as_index<D, item<D>> {
  size_t at[3], of[3];
  size_t get_id(int d) const { return at[d]; }
  id<D> get_id() const { return of_array<id<D>>(at); }
  size_t operator[](int d) const { return at[d]; }
  size_t get_range(int d) const { return of[d]; }
  range<D> get_range() const { return of_array<range<D>>(of); }
  size_t get_linear_id() const { return linear<D>(at, of); }
  operator id<D>() const { return get_id(); }
};
template <int D> void group_barrier(group<D> g) { wait_at(g.at()); }
inline void group_barrier(sub_group g) { wait_at(g.at()); }
template <class G, class S> void group_barrier(G g, S) { wait_at(g.at()); }

/// Every member gives a value and sees those of all.
template <class T, class G, class F> auto gathered(G g, T x, F f) {
  static_assert(sizeof(T) <= 64);
  meeting &m = g.at();
  std::memcpy(m.slots.data() + g.rank() * sizeof(T), &x, sizeof(T));
  wait_at(m);
  auto r = f(reinterpret_cast<T *>(m.slots.data()), m.members, g.rank());
  wait_at(m);
  return r;
}
template <class T> T sub_group::shuffle(T x, size_t from) const { return gathered(*this, x, [=](T *a, size_t n, size_t me) { return a[from < n ? from : me]; }); }
template <class T> T sub_group::shuffle_down(T x, size_t by) const { return gathered(*this, x, [=](T *a, size_t n, size_t me) { return a[me + by < n ? me + by : me]; }); }
template <class T> T sub_group::shuffle_up(T x, size_t by) const { return gathered(*this, x, [=](T *a, size_t, size_t me) { return a[me >= by ? me - by : me]; }); }
template <class T> T sub_group::shuffle_xor(T x, size_t mask) const { return gathered(*this, x, [=](T *a, size_t n, size_t me) { return a[(me ^ mask) < n ? me ^ mask : me]; }); }
} // namespace sycl
