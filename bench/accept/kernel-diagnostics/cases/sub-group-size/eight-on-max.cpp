//- /faulty.cpp
// device: intel-gpu-max
#include <sycl/sycl.hpp>
void run(sycl::queue &q, float *x) {
  q.parallel_for(sycl::nd_range<1>(1024, 64), [=](sycl::nd_item<1> it) [[sycl::reqd_sub_group_size(8)]] {
//  ^^^^^^^^^^^^ proved sub-group-size
    auto sg = it.get_sub_group();
    x[it.get_global_id(0)] = sycl::reduce_over_group(sg, x[it.get_global_id(0)], sycl::plus<float>());
  });
}
//- /fixed.cpp
// device: intel-gpu-max
#include <sycl/sycl.hpp>
void run(sycl::queue &q, float *x) {
  q.parallel_for(sycl::nd_range<1>(1024, 64), [=](sycl::nd_item<1> it) [[sycl::reqd_sub_group_size(16)]] {
    auto sg = it.get_sub_group();
    x[it.get_global_id(0)] = sycl::reduce_over_group(sg, x[it.get_global_id(0)], sycl::plus<float>());
  });
}
