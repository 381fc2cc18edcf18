//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr size_t n = 512;
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(n, q), *y = sycl::malloc_shared<int>(n, q);
  for (size_t k = 0; k < n; k++) x[k] = 1;
  q.parallel_for(sycl::nd_range<1>(n, 64), [=](sycl::nd_item<1> it) {
    size_t i = it.get_global_id(0);
    y[i] = x[i] - x[i - 1];
//                  ^^^^^ proved index-out-of-bounds
  }).wait();
  sycl::free(x, q);
  sycl::free(y, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr size_t n = 512;
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(n, q), *y = sycl::malloc_shared<int>(n, q);
  for (size_t k = 0; k < n; k++) x[k] = 1;
  q.parallel_for(sycl::nd_range<1>(n, 64), [=](sycl::nd_item<1> it) {
    size_t i = it.get_global_id(0);
    y[i] = x[i] - (i == 0 ? 0 : x[i - 1]);
  }).wait();
  sycl::free(x, q);
  sycl::free(y, q);
}
