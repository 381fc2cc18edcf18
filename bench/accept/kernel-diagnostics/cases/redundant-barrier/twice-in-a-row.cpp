//- /faulty.cpp
#include <sycl/sycl.hpp>


void flip(sycl::queue &q, int *x) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> t(32, h);
    h.parallel_for(sycl::nd_range<1>(320, 32), [=](sycl::nd_item<1> it) {
      const int l = it.get_local_id(0);
      t[l] = x[it.get_global_id(0)];
      sycl::group_barrier(it.get_group());
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved redundant-barrier
      t[l] += 1;
      sycl::group_barrier(it.get_group());
      x[it.get_global_id(0)] = t[31 - l];
    });
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void flip(sycl::queue &q, int *x) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> t(32, h);
    h.parallel_for(sycl::nd_range<1>(320, 32), [=](sycl::nd_item<1> it) {
      const int l = it.get_local_id(0);
      t[l] = x[it.get_global_id(0)];
      t[l] += 1;
      sycl::group_barrier(it.get_group());
      x[it.get_global_id(0)] = t[31 - l];
    });
  });
}
