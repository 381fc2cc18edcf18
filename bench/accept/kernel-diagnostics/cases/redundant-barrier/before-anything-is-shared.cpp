//- /faulty.cpp
#include <sycl/sycl.hpp>


void load(sycl::queue &q, const int *x, int *y) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> t(64, h);
    h.parallel_for<class ld>(sycl::nd_range<1>(640, 64), [=](sycl::nd_item<1> it) {
      it.barrier(sycl::access::fence_space::local_space);
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved redundant-barrier
      t[it.get_local_id(0)] = x[it.get_global_id(0)];
      it.barrier(sycl::access::fence_space::local_space);
      y[it.get_global_id(0)] = t[(it.get_local_id(0) + 1) % 64];
    });
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void load(sycl::queue &q, const int *x, int *y) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> t(64, h);
    h.parallel_for<class ld>(sycl::nd_range<1>(640, 64), [=](sycl::nd_item<1> it) {
      t[it.get_local_id(0)] = x[it.get_global_id(0)];
      it.barrier(sycl::access::fence_space::local_space);
      y[it.get_global_id(0)] = t[(it.get_local_id(0) + 1) % 64];
    });
  });
}
