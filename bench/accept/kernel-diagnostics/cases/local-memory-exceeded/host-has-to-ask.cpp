//- /faulty.cpp
// device: nvidia-a100
#include <sycl/sycl.hpp>
void run(sycl::queue &q, int *keys) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> bins(sycl::range<1>(16384), h);
//                                    ^^^^^^^^^^^^^^^^^^^^^ possible local-memory-exceeded
    h.parallel_for(sycl::nd_range<1>(1 << 16, 256), [=](sycl::nd_item<1> it) {
      bins[it.get_local_id(0)] = keys[it.get_global_id(0)];
      keys[it.get_global_id(0)] = bins[it.get_local_id(0)] & 255;
    });
  });
}
//- /fixed.cpp
// device: nvidia-a100
#include <sycl/sycl.hpp>
void run(sycl::queue &q, int *keys) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> bins(sycl::range<1>(4096), h);
    h.parallel_for(sycl::nd_range<1>(1 << 16, 256), [=](sycl::nd_item<1> it) {
      bins[it.get_local_id(0)] = keys[it.get_global_id(0)];
      keys[it.get_global_id(0)] = bins[it.get_local_id(0)] & 255;
    });
  });
}
