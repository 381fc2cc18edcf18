//- /faulty.cpp
// device: amd-mi250
#include <sycl/sycl.hpp>
void run(sycl::queue &q, float *x) {
  q.parallel_for(sycl::nd_range<1>(2048, 256), [=](sycl::nd_item<1> it) {
    auto &t = *sycl::ext::oneapi::group_local_memory_for_overwrite<float[20000]>(it.get_group());
//             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved local-memory-exceeded
    int l = it.get_local_id(0);
    t[l] = x[it.get_global_id(0)];
    x[it.get_global_id(0)] = t[l] * 3;
  });
}
//- /fixed.cpp
// device: amd-mi250
#include <sycl/sycl.hpp>
void run(sycl::queue &q, float *x) {
  q.parallel_for(sycl::nd_range<1>(2048, 256), [=](sycl::nd_item<1> it) {
    auto &t = *sycl::ext::oneapi::group_local_memory_for_overwrite<float[256]>(it.get_group());
    int l = it.get_local_id(0);
    t[l] = x[it.get_global_id(0)];
    x[it.get_global_id(0)] = t[l] * 3;
  });
}
