//- /faulty.cpp
#include <sycl/sycl.hpp>


void parity(sycl::queue &q, int *x) {
  q.parallel_for(sycl::nd_range<2>({8, 64}, {2, 32}), [=](sycl::nd_item<2> it) {
    const int i = it.get_global_linear_id();
    if (it.get_local_id(0) == 0) {
      x[i] = 1;
      sycl::group_barrier(it.get_group());
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved divergent-barrier
    } else {
      x[i] = 2;
      sycl::group_barrier(it.get_group());
    }
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void parity(sycl::queue &q, int *x) {
  q.parallel_for(sycl::nd_range<2>({8, 64}, {2, 32}), [=](sycl::nd_item<2> it) {
    const int i = it.get_global_linear_id();
    if (it.get_local_id(0) == 0) {
      x[i] = 1;
    } else {
      x[i] = 2;
    }
    sycl::group_barrier(it.get_group());
  });
}
