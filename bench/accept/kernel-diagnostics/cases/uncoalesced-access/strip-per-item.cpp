//- /faulty.cpp
#include <sycl/sycl.hpp>

void sums(sycl::queue &q, const int *x, int *y) {
  q.parallel_for(sycl::nd_range<1>(1024, 128), [=](sycl::nd_item<1> it) {
    int s = 0;
    size_t first = it.get_global_id(0) * 16;
    for (int k = 0; k < 16; k++) s += x[first + k];
//                                    ^^^^^^^^^^^^ hint uncoalesced-access
    y[it.get_global_id(0)] = s;
  }).wait();
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

void sums(sycl::queue &q, const int *x, int *y) {
  q.parallel_for(sycl::nd_range<1>(1024, 128), [=](sycl::nd_item<1> it) {
    int s = 0;
    size_t first = it.get_group(0) * 128 * 16 + it.get_local_id(0);
    for (int k = 0; k < 16; k++) s += x[first + 128 * k];
    y[it.get_global_id(0)] = s;
  }).wait();
}
