//- /faulty.cpp
#include <sycl/sycl.hpp>


void firsts(sycl::queue &q, const float *x, float *y) {
  q.parallel_for(sycl::nd_range<1>(2048, 32), [=](sycl::nd_item<1> it) {
    const size_t g = it.get_group(0), l = it.get_local_id(0);
    y[g] = x[it.get_global_id(0)];
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved data-race
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void firsts(sycl::queue &q, const float *x, float *y) {
  q.parallel_for(sycl::nd_range<1>(2048, 32), [=](sycl::nd_item<1> it) {
    const size_t g = it.get_group(0), l = it.get_local_id(0);
    if (l == 0) y[g] = x[it.get_global_id(0)];
  });
}
