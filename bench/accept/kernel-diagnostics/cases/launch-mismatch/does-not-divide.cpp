//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 1000;
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(n, q);
  q.parallel_for(sycl::nd_range<1>(n, 256), [=](sycl::nd_item<1> it) {
//  ^^^^^^^^^^^^ proved launch-mismatch
    size_t i = it.get_global_id(0);
    if (i < n) x[i] = 1;
  }).wait();
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 1000;
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(n, q);
  q.parallel_for(sycl::nd_range<1>((n + 255) / 256 * 256, 256), [=](sycl::nd_item<1> it) {
    size_t i = it.get_global_id(0);
    if (i < n) x[i] = 1;
  }).wait();
  sycl::free(x, q);
}
