// Index spaces: ranges, ids, items, groups, in one to three dimensions.
#include "kernel.hpp"
KERNEL(q_range) {
  q.parallel_for<class q_range>(sycl::range<1>(64), [=](sycl::id<1> i) { n[i] = n[i] + (int)i; }).wait();
}
EACH(q_ids, n[i] = (int)(it.get_local_range(0) * 1000 + it.get_group_range(0) * 100 + it.get_group(0) * 10 + it.get_local_id(0)); w[i] = (long)it.get_global_range(0);)
KERNEL(q_range2) {
  q.parallel_for<class q_range2>(sycl::range<2>(4, 16), [=](sycl::id<2> p) { n[p[0] * 16 + p[1]] += (int)(p[0] * 100 + p.get(1)); }).wait();
}
KERNEL(q_range3) {
  q.parallel_for<class q_range3>(sycl::range<3>(2, 4, 8), [=](sycl::id<3> p) { n[(p[0] * 4 + p[1]) * 8 + p[2]] = (int)(p[0] * 100 + p[1] * 10 + p[2]); }).wait();
}
KERNEL(q_item1) {
  q.parallel_for<class q_item1>(sycl::range<1>(64), [=](sycl::item<1> p) { n[p] = (int)(p.get_id(0) * 1000 + p.get_range(0) + p.get_linear_id()) + (int)p[0]; }).wait();
}
KERNEL(q_item2) {
  q.parallel_for<class q_item2>(sycl::range<2>(8, 8), [=](sycl::item<2> p) {
    sycl::id<2> at = p.get_id();
    n[p.get_linear_id()] = (int)(at[0] * 100 + at[1] + p.get_range(1) * 1000 + p.get_range().size());
  }).wait();
}
KERNEL(q_item3) {
  q.parallel_for<class q_item3>(sycl::range{2, 2, 16}, [=](sycl::item<3> p) { n[p.get_linear_id()] = (int)(p[0] * 10000 + p[1] * 100 + p[2] * p.get_range()[2]); }).wait();
}
KERNEL(q_auto) {
  q.parallel_for<class q_auto>(sycl::range<1>(64), [=](auto i) { n[i] = 2 * n[i] + (int)i[0]; }).wait();
}
KERNEL(q_count) {
  q.parallel_for<class q_count>(64, [=](auto i) { n[i] -= 5; }).wait();
}
KERNEL(q_id_arithmetic) {
  q.parallel_for<class q_id_arithmetic>(sycl::range<2>(8, 8), [=](sycl::id<2> p) {
    sycl::id<2> a = p + sycl::id<2>(1, 2), b = p * 2, c = a - p, e = (p + 3) % 4;
    a += b;
    n[p[0] * 8 + p[1]] = (int)(a[0] * 1000 + a[1] * 10 + c[1] + e[0]) + (a == b ? 7 : 0) + (p == sycl::id<2>(1, 1) ? 50000 : 0);
  }).wait();
}
KERNEL(q_range_arithmetic) {
  q.parallel_for<class q_range_arithmetic>(sycl::range<2>(8, 8), [=](sycl::item<2> p) {
    sycl::range<2> r = p.get_range() / 2, s(3, 5);
    s = s + r;
    n[p.get_linear_id()] = (int)(r.size() * 100 + s[0] * s.get(1));
  }).wait();
}
KERNEL(q_nd1) {
  q.parallel_for<class q_nd1>(sycl::nd_range<1>{sycl::range<1>{64}, sycl::range<1>{8}}, [=](sycl::nd_item<1> it) {
    auto i = it.get_global_linear_id();
    n[i] = (int)(it.get_local_linear_id() * 100 + it.get_group_linear_id() * 10 + it.get_group().get_group_id(0) + it.get_group().get_local_linear_range());
  }).wait();
}
KERNEL(q_nd2) {
  q.parallel_for<class q_nd2>(sycl::nd_range<2>({8, 8}, {2, 4}), [=](sycl::nd_item<2> it) {
    int y = it.get_global_id(0), x = it.get_global_id(1);
    n[y * 8 + x] = (int)(it.get_local_id(0) * 1000 + it.get_local_id(1) * 100 + it.get_group(0) * 10 + it.get_group(1));
    w[it.get_global_linear_id()] = (long)(it.get_local_linear_id() * 100 + it.get_group_linear_id());
  }).wait();
}
KERNEL(q_nd3) {
  q.parallel_for<class q_nd3>(sycl::nd_range<3>(sycl::range<3>(2, 4, 8), sycl::range<3>(1, 2, 4)), [=](sycl::nd_item<3> it) {
    sycl::id<3> at = it.get_global_id();
    size_t i = (at[0] * 4 + at[1]) * 8 + at[2];
    n[i] = (int)(it.get_local_linear_id() + 100 * it.get_group_linear_id());
    w[i] = (long)(it.get_group_range(2) * 100 + it.get_local_range(1) * 10 + it.get_global_range(0));
  }).wait();
}
KERNEL(q_group) {
  q.parallel_for<class q_group>(sycl::nd_range<2>({8, 8}, {4, 4}), [=](sycl::nd_item<2> it) {
    sycl::group<2> s = it.get_group();
    n[it.get_global_linear_id()] = (int)(s.get_group_id(0) * 1000 + s[1] * 100 + s.get_group_linear_id() * 10 + s.get_group_range(0) + s.get_local_id(1) + s.leader());
    w[it.get_global_linear_id()] = (long)(s.get_local_range().size() * 10 + s.get_group_linear_range() + s.get_local_linear_id());
  }).wait();
}
KERNEL(q_nd_range_of_item) {
  q.parallel_for<class q_nd_range_of_item>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) {
    auto r = it.get_nd_range();
    n[it.get_global_id(0)] = (int)(r.get_global_range()[0] * 100 + r.get_local_range()[0] + r.get_group_range()[0]);
  }).wait();
}
KERNEL(q_single_task) {
  q.single_task<class q_single_task>([=]() { int s = 0; for (int k = 0; k < 64; k++) { s += n[k]; n[k] = s; } }).wait();
}
KERNEL(q_submit_single) {
  q.submit([&](sycl::handler &h) { h.single_task<class q_submit_single>([=] { m[3] = m[1] + m[2]; }); }).wait();
}
struct Doubler {
  int *n;
  int by;
  void operator()(sycl::id<1> i) const { n[i] = n[i] * by + 1; }
};
KERNEL(q_function_object) {
  q.parallel_for<class q_function_object>(sycl::range<1>(64), Doubler{n, 3}).wait();
}
KERNEL(q_named_lambda) {
  auto body = [=](sycl::nd_item<1> it) { n[it.get_global_id(0)] ^= 21; };
  q.parallel_for<class q_named_lambda>(sycl::nd_range<1>(64, 32), body).wait();
}
KERNEL(q_sub_group_ids) {
  q.parallel_for<class q_sub_group_ids>(sycl::nd_range<1>(64, 32), [=](sycl::nd_item<1> it) {
    sycl::sub_group s = it.get_sub_group();
    n[it.get_global_id(0)] = (int)(s.get_group_id()[0] * 1000 + s.get_local_id()[0] * 10 + s.get_group_range()[0]) + 100 * s.leader();
    w[it.get_global_id(0)] = (long)(s.get_local_linear_id() + 10 * s.get_local_range()[0] + 1000 * s.get_max_local_range()[0] + 100000 * s.get_group_linear_id() + 1000000 * s.get_group_linear_range());
  }).wait();
}
