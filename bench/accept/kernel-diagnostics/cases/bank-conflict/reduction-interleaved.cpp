//- /faulty.cpp
#include <sycl/sycl.hpp>

void reduce(sycl::queue &q, const int *in, int *out) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int> s(128, h);
    h.parallel_for(sycl::nd_range<1>(1024, 128), [=](sycl::nd_item<1> it) {
      size_t l = it.get_local_id(0);
      s[l] = in[it.get_global_id(0)];
      sycl::group_barrier(it.get_group());
      for (size_t d = 1; d < 128; d *= 2) {
        size_t k = 2 * d * l;
        if (k < 128) s[k] = s[k] + s[k + d];
//                   ^^^^^^^^^^^^^^^^^^^^^^ hint bank-conflict
//                          ^^^^ related
//                                 ^^^^^^^^ related
        sycl::group_barrier(it.get_group());
      }
      if (l == 0) out[it.get_group(0)] = s[0];
    });
  }).wait();
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

void reduce(sycl::queue &q, const int *in, int *out) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int> s(128, h);
    h.parallel_for(sycl::nd_range<1>(1024, 128), [=](sycl::nd_item<1> it) {
      size_t l = it.get_local_id(0);
      s[l] = in[it.get_global_id(0)];
      sycl::group_barrier(it.get_group());
      for (size_t d = 64; d > 0; d /= 2) {
        size_t k = l;
        if (k < d) s[k] = s[k] + s[k + d];
        sycl::group_barrier(it.get_group());
      }
      if (l == 0) out[it.get_group(0)] = s[0];
    });
  }).wait();
}
