//- /faulty.cpp
#include <sycl/sycl.hpp>


void scale(sycl::queue &q, float *x) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> t(64, h);
    h.parallel_for(sycl::nd_range<1>(1024, 64), [=](sycl::nd_item<1> it) {
      const int l = it.get_local_id(0);
      t[l] = x[it.get_global_id(0)];
      sycl::group_barrier(it.get_group());
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved redundant-barrier
      x[it.get_global_id(0)] = 2 * t[l];
    });
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void scale(sycl::queue &q, float *x) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> t(64, h);
    h.parallel_for(sycl::nd_range<1>(1024, 64), [=](sycl::nd_item<1> it) {
      const int l = it.get_local_id(0);
      t[l] = x[it.get_global_id(0)];
      sycl::group_barrier(it.get_group());
      x[it.get_global_id(0)] = 2 * t[63 - l];
    });
  });
}
