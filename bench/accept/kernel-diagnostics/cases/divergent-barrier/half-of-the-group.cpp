//- /faulty.cpp
#include <sycl/sycl.hpp>


void fold(sycl::queue &q, float *x) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> s(128, h);
    h.parallel_for(sycl::nd_range<1>(1280, 128), [=](sycl::nd_item<1> it) {
      const int l = it.get_local_id(0);
      s[l] = x[it.get_global_id(0)];
      sycl::group_barrier(it.get_group());
      for (int d = 64; d > 0; d /= 2) {
        if (l < d) {
          s[l] += s[l + d];
          sycl::group_barrier(it.get_group());
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved divergent-barrier
        }
      }
      x[it.get_global_id(0)] = s[l];
    });
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void fold(sycl::queue &q, float *x) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> s(128, h);
    h.parallel_for(sycl::nd_range<1>(1280, 128), [=](sycl::nd_item<1> it) {
      const int l = it.get_local_id(0);
      s[l] = x[it.get_global_id(0)];
      sycl::group_barrier(it.get_group());
      for (int d = 64; d > 0; d /= 2) {
        if (l < d) {
          s[l] += s[l + d];
        }
        sycl::group_barrier(it.get_group());
      }
      x[it.get_global_id(0)] = s[l];
    });
  });
}
