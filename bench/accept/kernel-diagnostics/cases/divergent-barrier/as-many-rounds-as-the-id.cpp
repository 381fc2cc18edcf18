//- /faulty.cpp
#include <sycl/sycl.hpp>


void steps(sycl::queue &q, int *x) {
  q.parallel_for(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) {
    const int l = it.get_local_id(0);
    int sum = 0;
    for (int k = 0; k < l; ++k) {
      sum += k;
      sycl::group_barrier(it.get_group());
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved divergent-barrier
    }
    x[it.get_global_id(0)] = sum;
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void steps(sycl::queue &q, int *x) {
  q.parallel_for(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) {
    const int l = it.get_local_id(0);
    int sum = 0;
    for (int k = 0; k < 16; ++k) {
      sum += k;
      sycl::group_barrier(it.get_group());
    }
    x[it.get_global_id(0)] = sum;
  });
}
