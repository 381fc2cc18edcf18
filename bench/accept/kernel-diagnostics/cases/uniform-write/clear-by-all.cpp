//- /faulty.cpp
#include <sycl/sycl.hpp>


void sums(sycl::queue &q, const int *x, int *out) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> total(1, h);
    h.parallel_for(sycl::nd_range<1>(512, 64), [=](sycl::nd_item<1> it) {
      total[0] = 0;
//    ^^^^^^^^^^^^ proved uniform-write
      sycl::group_barrier(it.get_group());
      sycl::atomic_ref<int, sycl::memory_order::relaxed, sycl::memory_scope::work_group>(total[0]) += x[it.get_global_id(0)];
      sycl::group_barrier(it.get_group());
      if (it.get_local_id(0) == 0) out[it.get_group(0)] = total[0];
    });
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void sums(sycl::queue &q, const int *x, int *out) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> total(1, h);
    h.parallel_for(sycl::nd_range<1>(512, 64), [=](sycl::nd_item<1> it) {
      if (it.get_local_id(0) == 0) total[0] = 0;
      sycl::group_barrier(it.get_group());
      sycl::atomic_ref<int, sycl::memory_order::relaxed, sycl::memory_scope::work_group>(total[0]) += x[it.get_global_id(0)];
      sycl::group_barrier(it.get_group());
      if (it.get_local_id(0) == 0) out[it.get_group(0)] = total[0];
    });
  });
}
