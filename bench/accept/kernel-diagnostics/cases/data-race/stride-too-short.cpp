//- /faulty.cpp
#include <sycl/sycl.hpp>


void fourths(sycl::queue &q, int *out) {
  q.parallel_for(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) {
    const int i = it.get_global_id(0);
    for (int k = 0; k < 4; ++k) out[i * 3 + k] = i * 4 + k;
//                              ^^^^^^^^^^^^^^^^^^^^^^^^^^ proved data-race
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void fourths(sycl::queue &q, int *out) {
  q.parallel_for(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) {
    const int i = it.get_global_id(0);
    for (int k = 0; k < 4; ++k) out[i * 4 + k] = i * 4 + k;
  });
}
