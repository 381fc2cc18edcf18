// Turns each block of 64 floats around in local memory. The barrier between writing and reading is missing:
//   athanor run examples/reverse.cpp:Reverse --seed 1
// finds two work-items that are not ordered. `sycl::group_barrier(item.get_group());` after the write mends it.
#include <sycl/sycl.hpp>

// athanor: launch global=128
void reverse(sycl::queue &q, float *data, size_t n) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> part(sycl::range<1>(64), h);
    h.parallel_for<class Reverse>(sycl::nd_range<1>(n, 64), [=](sycl::nd_item<1> item) {
      const size_t i = item.get_global_id(0), l = item.get_local_id(0);
      part[l] = data[i];
      data[i] = part[63 - l];
    });
  });
}
