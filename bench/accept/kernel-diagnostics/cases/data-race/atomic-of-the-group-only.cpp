//- /faulty.cpp
#include <sycl/sycl.hpp>


void count(sycl::queue &q, const int *x, int *total) {
  q.parallel_for(sycl::nd_range<1>(1024, 128), [=](sycl::nd_item<1> it) {
    using counter = sycl::atomic_ref<int, sycl::memory_order::relaxed, sycl::memory_scope::work_group>;
    counter c(total[0]);
    c.fetch_add(x[it.get_global_id(0)]);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved data-race
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void count(sycl::queue &q, const int *x, int *total) {
  q.parallel_for(sycl::nd_range<1>(1024, 128), [=](sycl::nd_item<1> it) {
    using counter = sycl::atomic_ref<int, sycl::memory_order::relaxed, sycl::memory_scope::device>;
    counter c(total[0]);
    c.fetch_add(x[it.get_global_id(0)]);
  });
}
