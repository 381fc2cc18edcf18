//- /faulty.cpp
#include <sycl/sycl.hpp>


void rows(sycl::queue &q, float *m) {
  q.parallel_for(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) {
    const int r = it.get_global_id(0);
    for (int k = 1; k < 32; ++k) {
      m[r * 32 + k] += m[r * 32 + k - 1];
      sycl::group_barrier(it.get_group());
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved redundant-barrier
    }
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void rows(sycl::queue &q, float *m) {
  q.parallel_for(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) {
    const int r = it.get_global_id(0);
    for (int k = 1; k < 32; ++k) {
      m[r * 32 + k] += m[r * 32 + k - 1];
    }
  });
}
