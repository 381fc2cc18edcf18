//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  const size_t n = size_t(1) << 32;
  char *x = sycl::malloc_device<char>(n, q);
  q.parallel_for(sycl::nd_range<1>(n, 256), [=](sycl::nd_item<1> it) {
    int i = it.get_global_id(0);
//      ^^^^^^^^^^^^^^^^^^^^^^^ proved index-overflow
    if (i < 100) x[i] = 0;
  }).wait();
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  const size_t n = size_t(1) << 32;
  char *x = sycl::malloc_device<char>(n, q);
  q.parallel_for(sycl::nd_range<1>(n, 256), [=](sycl::nd_item<1> it) {
    size_t i = it.get_global_id(0);
    if (i < 100) x[i] = 0;
  }).wait();
  sycl::free(x, q);
}
