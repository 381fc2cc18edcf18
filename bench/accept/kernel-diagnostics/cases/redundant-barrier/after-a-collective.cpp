//- /faulty.cpp
#include <sycl/sycl.hpp>


void means(sycl::queue &q, const float *x, float *y) {
  q.parallel_for(sycl::nd_range<1>(512, 64), [=](sycl::nd_item<1> it) {
    const float s = sycl::reduce_over_group(it.get_group(), x[it.get_global_id(0)], sycl::plus<float>());
    sycl::group_barrier(it.get_group());
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved redundant-barrier
    y[it.get_global_id(0)] = s / 64;
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void means(sycl::queue &q, const float *x, float *y) {
  q.parallel_for(sycl::nd_range<1>(512, 64), [=](sycl::nd_item<1> it) {
    const float s = sycl::reduce_over_group(it.get_group(), x[it.get_global_id(0)], sycl::plus<float>());
    y[it.get_global_id(0)] = s / 64;
  });
}
