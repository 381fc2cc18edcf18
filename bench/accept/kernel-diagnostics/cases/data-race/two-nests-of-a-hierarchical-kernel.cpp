//- /faulty.cpp
#include <sycl/sycl.hpp>


void shift(sycl::queue &q, int *out) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> t(32, h);
    h.parallel_for(sycl::nd_range<1>(128, 32), [=](sycl::nd_item<1> it) {
      const int l = it.get_local_id(0);
      if (l < 16) t[l] = l; else t[l - 16 + 8] = -l;
//                               ^^^^^^^^^^^^^^^^^^ proved data-race
//                ^^^^^^^^ related
      sycl::group_barrier(it.get_group());
      out[it.get_global_id(0)] = t[l % 16];
    });
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void shift(sycl::queue &q, int *out) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> t(32, h);
    h.parallel_for(sycl::nd_range<1>(128, 32), [=](sycl::nd_item<1> it) {
      const int l = it.get_local_id(0);
      if (l < 16) t[l] = l; else t[l] = -l;
      sycl::group_barrier(it.get_group());
      out[it.get_global_id(0)] = t[l % 16];
    });
  });
}
