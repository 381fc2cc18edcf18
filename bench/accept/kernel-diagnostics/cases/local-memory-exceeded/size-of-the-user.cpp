//- /faulty.cpp
// device: intel-gpu-max
#include <sycl/sycl.hpp>
void run(sycl::queue &q, float *x, int taps) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> window(sycl::range<1>(taps), h);
//                                        ^^^^^^^^^^^^^^^^^^^^ possible local-memory-exceeded
    h.parallel_for(sycl::nd_range<1>(4096, 128), [=](sycl::nd_item<1> it) {
      if (it.get_local_id(0) < taps) window[it.get_local_id(0)] = x[it.get_global_id(0)];
      sycl::group_barrier(it.get_group());
      x[it.get_global_id(0)] = window[0];
    });
  });
}
//- /fixed.cpp
// device: intel-gpu-max
#include <sycl/sycl.hpp>
void run(sycl::queue &q, float *x, int taps) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> window(sycl::range<1>(128), h);
    h.parallel_for(sycl::nd_range<1>(4096, 128), [=](sycl::nd_item<1> it) {
      if (it.get_local_id(0) < taps) window[it.get_local_id(0)] = x[it.get_global_id(0)];
      sycl::group_barrier(it.get_group());
      x[it.get_global_id(0)] = window[0];
    });
  });
}
