//- /faulty.cpp
// device: nvidia-h100
#include <sycl/sycl.hpp>
void run(sycl::queue &q, float *x) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float> cache(64 * 1024, h);
//                              ^^^^^^^^^^^^^^^^^^^ proved local-memory-exceeded
    h.parallel_for(sycl::nd_range<1>(1 << 20, 1024), [=](sycl::nd_item<1> it) {
      int l = it.get_local_id(0);
      cache[l] = x[it.get_global_id(0)];
      x[it.get_global_id(0)] = cache[l] + 1;
    });
  });
}
//- /fixed.cpp
// device: nvidia-h100
#include <sycl/sycl.hpp>
void run(sycl::queue &q, float *x) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float> cache(8 * 1024, h);
    h.parallel_for(sycl::nd_range<1>(1 << 20, 1024), [=](sycl::nd_item<1> it) {
      int l = it.get_local_id(0);
      cache[l] = x[it.get_global_id(0)];
      x[it.get_global_id(0)] = cache[l] + 1;
    });
  });
}
