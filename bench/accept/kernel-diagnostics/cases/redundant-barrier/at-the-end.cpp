//- /faulty.cpp
#include <sycl/sycl.hpp>


void copy(sycl::queue &q, const float *x, float *y) {
  q.parallel_for(sycl::nd_range<1>(2048, 256), [=](sycl::nd_item<1> it) {
    y[it.get_global_id(0)] = x[it.get_global_id(0)];
    it.barrier();
//  ^^^^^^^^^^^^ proved redundant-barrier
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void copy(sycl::queue &q, const float *x, float *y) {
  q.parallel_for(sycl::nd_range<1>(2048, 256), [=](sycl::nd_item<1> it) {
    y[it.get_global_id(0)] = x[it.get_global_id(0)];
  });
}
