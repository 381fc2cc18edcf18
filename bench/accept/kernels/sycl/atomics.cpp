// Atomics and reductions.
#include "kernel.hpp"
#define AT(x) sycl::atomic_ref<int, sycl::memory_order::relaxed, sycl::memory_scope::device>(x)
EACH(x_add, AT(m[0]).fetch_add(3);)
EACH(x_sub, AT(m[0]).fetch_sub(2);)
EACH(x_min, AT(m[0]).fetch_min(n[i]);)
EACH(x_max, AT(m[0]).fetch_max(n[i]);)
EACH(x_and, AT(m[0]).fetch_and(n[i] | 12);)
EACH(x_or, AT(m[0]).fetch_or(n[i] & 48);)
EACH(x_xor, AT(m[0]).fetch_xor(n[i]);)
EACH(x_cas, int e = AT(m[1]).load(); while (!AT(m[1]).compare_exchange_strong(e, e * 3 % 1000)) {})
EACH(x_store, if (i == 5) AT(m[2]).store(42); if (i == 6) AT(m[3]).exchange(n[i]);)
EACH(x_count, if (n[i] > 0) { int at = AT(m[0]).fetch_add(1); AT(m[4]).fetch_add(at); })
EACH(x_fetched, int old = AT(m[i]).fetch_add(n[i]); n[i] = old; w[i] = AT(m[i]).load() + AT(m[i]).fetch_max(1000) + AT(m[i]).fetch_min(2000);)
EACH(x_operators, auto a = AT(m[i]); a += 5; a -= 2; a++; ++a; a--; int x = a++; int y = ++a; n[i] = x * 1000 + y; a |= 64; a &= 0xff; a ^= 3; w[i] = a; a = 4;)
EACH(x_exchanged, n[i] = AT(m[i]).exchange(7) * 10 + m[i];)
EACH(x_cas_result, int want = (int)(i & 1) ? m[i] : -5; bool did = AT(m[i]).compare_exchange_strong(want, 100); n[i] = want * 2 + did;)
EACH(x_cas_weak, int e = AT(m[0]).load(); while (!AT(m[0]).compare_exchange_weak(e, e > n[i] ? e : n[i])) ; )
EACH(x_orders, sycl::atomic_ref<int, sycl::memory_order::acq_rel, sycl::memory_scope::device, sycl::access::address_space::global_space> a(m[5]); a.fetch_add(1, sycl::memory_order::relaxed, sycl::memory_scope::system); a.fetch_sub(3);)
EACH(x_float, sycl::atomic_ref<float, sycl::memory_order::relaxed, sycl::memory_scope::device> a(f[0]); a.fetch_add(0.25f); sycl::atomic_ref<float, sycl::memory_order::relaxed, sycl::memory_scope::device>(g[1]).fetch_max(f[2] + (float)i);)
EACH(x_double, sycl::atomic_ref<double, sycl::memory_order::relaxed, sycl::memory_scope::device> a(d[i / 16]); a.fetch_sub(0.5); a += 2.0;)
EACH(x_long, sycl::atomic_ref<long, sycl::memory_order::relaxed, sycl::memory_scope::device> a(w[0]); a.fetch_add(5000000000L); sycl::atomic_ref<unsigned, sycl::memory_order::relaxed, sycl::memory_scope::device> b(u[0]); b.fetch_xor(1u << (i % 32));)
TILE(x_local, if (l == 0) t[0] = 0; sycl::group_barrier(it.get_group()); sycl::atomic_ref<int, sycl::memory_order::relaxed, sycl::memory_scope::work_group, sycl::access::address_space::local_space>(t[0]).fetch_add(n[i]); sycl::group_barrier(it.get_group()); w[i] = t[0];)
KERNEL(x_pointer) {
  sycl::buffer<int, 1> b(m, sycl::range<1>(64));
  q.submit([&](sycl::handler &h) {
    sycl::accessor m_a(b, h);
    h.parallel_for<class x_pointer>(sycl::range<1>(64), [=](sycl::id<1> i) { sycl::atomic_ref<int, sycl::memory_order::relaxed, sycl::memory_scope::device> a(m_a[i / 8]); a.fetch_add(n[i]); });
  });
}
KERNEL(d_plus) {
  q.parallel_for<class d_plus>(sycl::range<1>(64), sycl::reduction(m, sycl::plus<int>()), [=](sycl::id<1> i, auto &sum) { sum += n[i]; }).wait();
}
KERNEL(d_maximum) {
  q.parallel_for<class d_maximum>(sycl::nd_range<1>(64, 16), sycl::reduction(m, sycl::maximum<>()), [=](sycl::nd_item<1> it, auto &most) { most.combine(n[it.get_global_id(0)]); }).wait();
}
KERNEL(d_two) {
  q.parallel_for<class d_two>(sycl::range<1>(64), sycl::reduction(w, 0L, sycl::plus<long>()), sycl::reduction(m, sycl::minimum<int>()), [=](sycl::id<1> i, auto &sum, auto &least) { sum += n[i] * 3; least.combine(n[i]); }).wait();
}
KERNEL(d_initialize) {
  q.parallel_for<class d_initialize>(sycl::range<1>(64), sycl::reduction(m, sycl::plus<>(), sycl::property::reduction::initialize_to_identity{}), [=](sycl::item<1> i, auto &sum) { sum.combine(n[i] + 2); }).wait();
}
KERNEL(d_buffer) {
  sycl::buffer<int, 1> m_b(m, sycl::range<1>(1));
  q.submit([&](sycl::handler &h) {
    h.parallel_for<class d_buffer>(sycl::range<1>(64), sycl::reduction(m_b, h, sycl::plus<>()), [=](sycl::id<1> i, auto &sum) { sum += n[i] * n[i]; });
  });
}
KERNEL(d_identity) {
  q.parallel_for<class d_identity>(sycl::nd_range<1>(64, 8), sycl::reduction(m, 1, sycl::multiplies<>()), [=](sycl::nd_item<1> it, auto &product) { product *= it.get_global_id(0) % 16 == 3 ? 3 : 1; }).wait();
}
KERNEL(d_double) {
  q.parallel_for<class d_double>(sycl::range<2>(8, 8), sycl::reduction(d, sycl::plus<double>()), [=](sycl::id<2> p, auto &sum) { sum += 0.25 * n[p[0] * 8 + p[1]]; }).wait();
}
KERNEL(d_bits) {
  q.parallel_for<class d_bits>(sycl::range<1>(64), sycl::reduction(u, sycl::bit_xor<unsigned>()), [=](sycl::id<1> i, auto &all) { all ^= (unsigned)i * 7u; }).wait();
}
