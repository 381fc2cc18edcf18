// What SYCL 1.2.1 had, and extensions: atomic, bfloat16, group_local_memory, methods of sub-groups.
#include "kernel.hpp"
#define ATOMIC(x) sycl::atomic<int>(sycl::global_ptr<int>(&(x)))
EACH(o_add, ATOMIC(m[0]).fetch_add(n[i]); if (i > 0) n[i] = ATOMIC(m[i]).load();)
EACH(o_sub, ATOMIC(m[1]).fetch_sub(2); ATOMIC(m[2]).fetch_min(n[i]); ATOMIC(m[3]).fetch_max(n[i]);)
EACH(o_bits, ATOMIC(m[0]).fetch_and(n[i] | 12); ATOMIC(m[1]).fetch_or(n[i] & 48); ATOMIC(m[2]).fetch_xor(n[i]);)
EACH(o_exchange, int *u_i = (int *)u; n[i] = ATOMIC(m[i]).exchange(5); ATOMIC(u_i[i]).store((int)i * 3);)
EACH(o_compare, int e = (int)(i % 2) ? m[i] : 0; bool did = ATOMIC(m[i]).compare_exchange_strong(e, 77); n[i] = e * 2 + did;)
EACH(o_free, auto a = ATOMIC(m[i / 16]); sycl::atomic_fetch_add(a, n[i]);)
KERNEL(o_accessor) {
  sycl::buffer<int, 1> b(m, sycl::range<1>(64));
  q.submit([&](sycl::handler &h) {
    auto m_a = b.get_access<sycl::access::mode::read_write>(h);
    h.parallel_for<class o_accessor>(sycl::range<1>(64), [=](sycl::id<1> i) { ATOMIC(m_a[(int)i % 4]).fetch_add(n[i]); });
  });
}
KERNEL(o_mode) {
  sycl::buffer<int, 1> b(m, sycl::range<1>(64));
  q.submit([&](sycl::handler &h) {
    auto m_a = b.get_access<sycl::access::mode::atomic>(h);
    h.parallel_for<class o_mode>(sycl::range<1>(64), [=](sycl::id<1> i) { m_a[(size_t)i / 8].fetch_add(n[i]); });
  });
}
using sycl::ext::oneapi::bfloat16;
EACH(e_bfloat16, bfloat16 a = f[i], b = g[i]; bfloat16 c = a * b + a; f[i] = c; g[i] = (float)(a - b) / (float)(b + bfloat16(4.0f));)
EACH(e_bfloat16_round, bfloat16 a = f[i] * 1.2345f; f[i] = a; n[i] = a > bfloat16(0.5f); a += bfloat16(1.0f); a *= bfloat16(0.125f); g[i] = a;)
KERNEL(e_bfloat16_stored) {
  bfloat16 *u_b = reinterpret_cast<bfloat16 *>(u);
  q.parallel_for<class e_bfloat16_stored>(sycl::range<1>(64), [=](sycl::id<1> i) { u_b[i] = bfloat16(f[i] * g[i]); }).wait();
}
EACH(e_local_memory, auto &t = *sycl::ext::oneapi::group_local_memory_for_overwrite<int[16]>(it.get_group()); t[it.get_local_id(0)] = n[i]; sycl::group_barrier(it.get_group()); n[i] = t[15 - it.get_local_id(0)];)
EACH(e_local_memory_value, auto p = sycl::ext::oneapi::group_local_memory<int>(it.get_group(), 40); if (it.get_local_id(0) == 3) *p += n[i]; it.barrier(); w[i] = *p;)
/// The statements, with `s` the item's sub-group of eight.
#define PARTS(name, ...) \
  KERNEL(name) { \
    q.parallel_for<class name>(sycl::nd_range<1>(64, 32), [=](sycl::nd_item<1> it) [[sycl::reqd_sub_group_size(8)]] { \
      size_t i = it.get_global_id(0); \
      auto s = it.get_sub_group(); \
      __VA_ARGS__ \
    }).wait(); \
  }
PARTS(e_shuffle, n[i] = s.shuffle(n[i], (s.get_local_id()[0] + 3) % 8); f[i] = s.shuffle(f[i], 1);)
PARTS(e_shuffle_xor, n[i] = s.shuffle_xor(n[i], 2); w[i] = s.shuffle_xor(w[i], 7);)
PARTS(e_shuffle_down, int x = s.shuffle_down(n[i], 2); if (s.get_local_id()[0] < 6) n[i] = x;)
PARTS(e_shuffle_up, int x = s.shuffle_up(n[i], 1); if (s.get_local_id()[0] > 0) n[i] = x;)
PARTS(e_barrier, m[i] += 5; s.barrier(); n[i] = m[i ^ 1];)
