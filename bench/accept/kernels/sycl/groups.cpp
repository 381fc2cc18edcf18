// Barriers, fences, group algorithms, sub-groups of eight, hierarchical kernels.
#include "kernel.hpp"
TILE(l_reverse, n[i] = t[15 - l];)
TILE(l_tree, for (int s = 8; s > 0; s >>= 1) { if (l < s) t[l] += t[l + s]; sycl::group_barrier(it.get_group()); } if (l == 0) w[it.get_group(0)] = t[0];)
TILE(l_scan, for (int s = 1; s < 16; s *= 2) { int v = l >= s ? t[l - s] : 0; sycl::group_barrier(it.get_group()); t[l] += v; sycl::group_barrier(it.get_group()); } n[i] = t[l];)
TILE(l_stencil, n[i] = t[l] + (l > 0 ? t[l - 1] : 0) + (l < 15 ? t[l + 1] : 0);)
TILE(l_sort, int r = 0; for (int j = 0; j < 16; j++) r += t[j] < t[l] || (t[j] == t[l] && j < l); n[i - l + r] = t[l];)
EACH(g_reduce_plus, n[i] = sycl::reduce_over_group(it.get_group(), n[i], sycl::plus<>());)
EACH(g_reduce_minimum, n[i] = sycl::reduce_over_group(it.get_group(), n[i], sycl::minimum<>());)
EACH(g_reduce_maximum, n[i] = sycl::reduce_over_group(it.get_group(), n[i], sycl::maximum<>());)
EACH(g_reduce_f, f[i] = sycl::reduce_over_group(it.get_group(), f[i], sycl::plus<>());)
EACH(g_inclusive, n[i] = sycl::inclusive_scan_over_group(it.get_group(), n[i], sycl::plus<>());)
EACH(g_exclusive, n[i] = sycl::exclusive_scan_over_group(it.get_group(), n[i], 100, sycl::plus<>());)
EACH(g_broadcast, n[i] = sycl::group_broadcast(it.get_group(), n[i], 3);)
EACH(g_any, n[i] = sycl::any_of_group(it.get_group(), n[i] > 90);)
EACH(g_all, n[i] = sycl::all_of_group(it.get_group(), n[i] > -99);)
EACH(g_none, n[i] = sycl::none_of_group(it.get_group(), n[i] == 1);)
#define AT(x) sycl::atomic_ref<int, sycl::memory_order::relaxed, sycl::memory_scope::device>(x)
KERNEL(l_histogram) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> t(sycl::range<1>(16), h);
    h.parallel_for<class l_histogram>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) {
      int i = it.get_global_id(0), l = it.get_local_id(0);
      t[l] = 0;
      sycl::group_barrier(it.get_group());
      AT(t[(unsigned)n[i] % 16]).fetch_add(1);
      sycl::group_barrier(it.get_group());
      w[i] = t[l];
    });
  }).wait();
}
/// As TILE, in sub-groups: `s` is the item's.
#define PARTS(name, ...) \
  KERNEL(name) { \
    q.parallel_for<class name>(sycl::nd_range<1>(64, 32), [=](sycl::nd_item<1> it) [[sycl::reqd_sub_group_size(8)]] { \
      size_t i = it.get_global_id(0); \
      auto s = it.get_sub_group(); \
      __VA_ARGS__ \
    }).wait(); \
  }
TILE(k_barriers, for (int k = 0; k < 4; k++) { int x = t[(l + 1) % 16]; it.barrier(sycl::access::fence_space::local_space); t[l] = x + k; it.barrier(); } n[i] = t[l];)
TILE(k_barrier_scope, int x = t[15 - l]; sycl::group_barrier(it.get_group(), sycl::memory_scope::work_group); n[i] = x;)
TILE(k_fences, n[i] = t[l] + 1; it.mem_fence(sycl::access::fence_space::global_and_local); sycl::atomic_fence(sycl::memory_order::acq_rel, sycl::memory_scope::work_group); w[i] = n[i];)
EACH(g_reduce_init, n[i] = sycl::reduce_over_group(it.get_group(), n[i], 1000, sycl::plus<int>());)
EACH(g_reduce_multiplies, w[i] = sycl::reduce_over_group(it.get_group(), w[i] % 3 + 4, sycl::multiplies<>());)
EACH(g_reduce_bits, u[i] = sycl::reduce_over_group(it.get_group(), u[i] + 1, sycl::bit_or<>()) * 1000 + sycl::reduce_over_group(it.get_group(), u[i] | 64u, sycl::bit_and<unsigned>()) + sycl::reduce_over_group(it.get_group(), u[i], sycl::bit_xor<>());)
EACH(g_reduce_logical, n[i] = sycl::reduce_over_group(it.get_group(), n[i] > -60, sycl::logical_and<bool>()) + 2 * sycl::reduce_over_group(it.get_group(), n[i] > 47, sycl::logical_or<bool>());)
EACH(g_reduce_double, d[i] = sycl::reduce_over_group(it.get_group(), d[i], sycl::maximum<>()) - sycl::reduce_over_group(it.get_group(), d[i], sycl::minimum<double>());)
EACH(g_inclusive_init, n[i] = sycl::inclusive_scan_over_group(it.get_group(), n[i], sycl::plus<>(), 500);)
EACH(g_inclusive_max, n[i] = sycl::inclusive_scan_over_group(it.get_group(), n[i], sycl::maximum<>());)
EACH(g_exclusive_plain, w[i] = sycl::exclusive_scan_over_group(it.get_group(), w[i], sycl::plus<>());)
EACH(g_exclusive_min, n[i] = sycl::exclusive_scan_over_group(it.get_group(), n[i], 20, sycl::minimum<>());)
EACH(g_broadcast_first, n[i] = sycl::group_broadcast(it.get_group(), n[i]) + sycl::group_broadcast(it.get_group(), n[i], sycl::id<1>(7));)
EACH(g_predicates, n[i] = sycl::any_of_group(it.get_group(), n[i], [](int x) { return x > 45; }) + 2 * sycl::all_of_group(it.get_group(), n[i], [](int x) { return x < 48; }) + 4 * sycl::none_of_group(it.get_group(), n[i], [](int x) { return x == 7; });)
EACH(g_joint_reduce, w[i] = sycl::joint_reduce(it.get_group(), n, n + 64, sycl::plus<>()) + 1000L * sycl::joint_reduce(it.get_group(), m + 3, m + 20, 7, sycl::maximum<>());)
EACH(g_joint_predicates, w[i] = sycl::joint_any_of(it.get_group(), n, n + 64, [](int x) { return x == 50; }) + 2 * sycl::joint_all_of(it.get_group(), m, m + 64, [](int x) { return x > 0; }) + 4 * sycl::joint_none_of(it.get_group(), n, n + 9, [](int x) { return x > 40; });)
KERNEL(g_two_dimensions) {
  q.parallel_for<class g_two_dimensions>(sycl::nd_range<2>({8, 8}, {4, 4}), [=](sycl::nd_item<2> it) {
    size_t i = it.get_global_linear_id();
    n[i] = sycl::reduce_over_group(it.get_group(), n[i], sycl::plus<>()) + sycl::group_broadcast(it.get_group(), n[i], sycl::id<2>(1, 2));
    w[i] = sycl::inclusive_scan_over_group(it.get_group(), (long)m[i], sycl::plus<>());
  }).wait();
}
PARTS(s_reduce, n[i] = sycl::reduce_over_group(s, n[i], sycl::plus<>()); f[i] = sycl::reduce_over_group(s, f[i], sycl::maximum<>()); u[i] = sycl::reduce_over_group(s, u[i], sycl::bit_or<>());)
PARTS(s_scans, w[i] = sycl::inclusive_scan_over_group(s, n[i], sycl::plus<>()) * 1000L + sycl::exclusive_scan_over_group(s, m[i], sycl::plus<>()); n[i] = sycl::exclusive_scan_over_group(s, n[i], 3, sycl::maximum<>());)
PARTS(s_broadcast, n[i] = sycl::group_broadcast(s, n[i], 5) * 10 + sycl::group_broadcast(s, (int)i);)
PARTS(s_select, n[i] = sycl::select_from_group(s, n[i], (s.get_local_id()[0] * 3 + 1) % 8); f[i] = sycl::select_from_group(s, f[i], 2);)
PARTS(s_shift_left, int x = sycl::shift_group_left(s, n[i], 2); if (s.get_local_id()[0] < 6) n[i] = x;)
PARTS(s_shift_right, int x = sycl::shift_group_right(s, n[i], 1); if (s.get_local_id()[0] >= 1) n[i] = x + 1;)
PARTS(s_permute, n[i] = sycl::permute_group_by_xor(s, n[i], 5); d[i] = sycl::permute_group_by_xor(s, d[i], 1);)
PARTS(s_butterfly, int x = n[i]; for (int k = 4; k > 0; k >>= 1) x += sycl::permute_group_by_xor(s, x, k); n[i] = x;)
PARTS(s_predicates, n[i] = sycl::any_of_group(s, n[i] > 40) + 2 * sycl::all_of_group(s, n[i] > -40) + 4 * sycl::none_of_group(s, n[i] == 21);)
PARTS(s_barrier, m[i] = m[i] * 2; sycl::group_barrier(s); w[i] = m[i - i % 8 + (i + 1) % 8];)
PARTS(s_of_group, auto h = it.get_group(); int x = sycl::reduce_over_group(s, n[i], sycl::plus<>()); n[i] = sycl::reduce_over_group(h, s.leader() ? x : 0, sycl::plus<>());)
PARTS(s_joint, w[i] = sycl::joint_reduce(s, n + i / 8 * 8, n + i / 8 * 8 + 8, sycl::minimum<>()) + 100L * sycl::joint_any_of(s, n, n + 32, [](int x) { return x == -50; });)
KERNEL(h_private) {
  q.submit([&](sycl::handler &h) {
    h.parallel_for_work_group<class h_private>(sycl::range<1>(4), sycl::range<1>(16), [=](sycl::group<1> b) {
      int shared[16];
      int first = (int)b.get_group_id(0) * 16;
      b.parallel_for_work_item([&](sycl::h_item<1> it) { shared[it.get_local_id(0)] = n[it.get_global_id(0)] + first; });
      b.parallel_for_work_item([&](sycl::h_item<1> it) { n[it.get_global_id(0)] = shared[15 - it.get_local_id(0)]; });
    });
  }).wait();
}
KERNEL(h_scalar) {
  q.submit([&](sycl::handler &h) {
    h.parallel_for_work_group<class h_scalar>(sycl::range<1>(4), sycl::range<1>(16), [=](sycl::group<1> b) {
      int sum = 0;
      for (int k = 0; k < 16; k++) sum += n[b.get_group_id(0) * 16 + k];
      b.parallel_for_work_item([&](sycl::h_item<1> it) { w[it.get_global_id(0)] = sum + (long)it.get_local_range(0) * 1000; });
    });
  }).wait();
}
KERNEL(h_loop) {
  q.submit([&](sycl::handler &h) {
    h.parallel_for_work_group<class h_loop>(sycl::range<2>(2, 2), sycl::range<2>(4, 4), [=](sycl::group<2> b) {
      int t[4][4];
      b.parallel_for_work_item([&](sycl::h_item<2> it) { t[it.get_local_id(0)][it.get_local_id(1)] = (int)(it.get_global_id(0) * 8 + it.get_global_id(1)); });
      for (int k = 0; k < 2; k++) {
        b.parallel_for_work_item([&](sycl::h_item<2> it) {
          sycl::id<2> l = it.get_local_id();
          if (k == 0) t[l[0]][l[1]] += 100;
          else n[it.get_global().get_linear_id()] = t[l[1]][l[0]];
        });
      }
    });
  }).wait();
}
KERNEL(h_flexible) {
  q.submit([&](sycl::handler &h) {
    h.parallel_for_work_group<class h_flexible>(sycl::range<1>(4), sycl::range<1>(16), [=](sycl::group<1> b) {
      b.parallel_for_work_item(sycl::range<1>(10), [&](sycl::h_item<1> it) { m[b.get_group_id(0) * 16 + it.get_logical_local_id(0)] += (int)it.get_logical_local_range(0); });
    });
  }).wait();
}
KERNEL(h_private_memory) {
  q.submit([&](sycl::handler &h) {
    h.parallel_for_work_group<class h_private_memory>(sycl::range<1>(4), sycl::range<1>(16), [=](sycl::group<1> b) {
      sycl::private_memory<int> mine(b);
      b.parallel_for_work_item([&](sycl::h_item<1> it) { mine(it) = n[it.get_global_id(0)] * 2; });
      b.parallel_for_work_item([&](sycl::h_item<1> it) { n[it.get_global_id(0)] = mine(it) + 1; });
    });
  }).wait();
}
KERNEL(g_joint_scan) {
  q.parallel_for<class g_joint_scan>(sycl::nd_range<1>(16, 16), [=](sycl::nd_item<1> it) {
    sycl::joint_inclusive_scan(it.get_group(), n, n + 40, m, sycl::plus<>());
    sycl::joint_exclusive_scan(it.get_group(), w, w + 20, w, 5L, sycl::plus<long>());
    u[it.get_global_id(0)] = (unsigned)m[it.get_local_id(0)] + 7u;
  }).wait();
}
