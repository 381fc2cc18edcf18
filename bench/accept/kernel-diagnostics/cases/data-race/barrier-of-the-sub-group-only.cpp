//- /faulty.cpp
#include <sycl/sycl.hpp>


void reverse(sycl::queue &q, int *x) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> t(128, h);
    h.parallel_for(sycl::nd_range<1>(1024, 128), [=](sycl::nd_item<1> it) [[sycl::reqd_sub_group_size(16)]] {
      const int l = it.get_local_id(0);
      t[l] = x[it.get_global_id(0)];
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
      sycl::group_barrier(it.get_sub_group());
      x[it.get_global_id(0)] = t[127 - l];
//                             ^^^^^^^^^^ proved data-race
    });
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void reverse(sycl::queue &q, int *x) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> t(128, h);
    h.parallel_for(sycl::nd_range<1>(1024, 128), [=](sycl::nd_item<1> it) [[sycl::reqd_sub_group_size(16)]] {
      const int l = it.get_local_id(0);
      t[l] = x[it.get_global_id(0)];
      sycl::group_barrier(it.get_group());
      x[it.get_global_id(0)] = t[127 - l];
    });
  });
}
