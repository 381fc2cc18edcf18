//- /faulty.cpp
#include <sycl/sycl.hpp>


void sum(sycl::queue &q, const float *x, float *y) {
  q.parallel_for(sycl::nd_range<1>(256, 64), [=](sycl::nd_item<1> it) {
    auto g = it.get_group();
    if (it.get_local_id(0) < 32) {
      float s = sycl::reduce_over_group(g, x[it.get_global_id(0)], sycl::plus<>());
//              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved divergent-barrier
      if (g.leader()) y[it.get_group(0)] = s;
    }
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void sum(sycl::queue &q, const float *x, float *y) {
  q.parallel_for(sycl::nd_range<1>(256, 64), [=](sycl::nd_item<1> it) {
    auto g = it.get_group();
    if (it.get_group(0) < 32) {
      float s = sycl::reduce_over_group(g, x[it.get_global_id(0)], sycl::plus<>());
      if (g.leader()) y[it.get_group(0)] = s;
    }
  });
}
