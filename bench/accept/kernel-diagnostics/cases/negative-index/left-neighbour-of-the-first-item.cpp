//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 256;
  sycl::queue q;
  float *x = sycl::malloc_device<float>(n, q);
  float *y = sycl::malloc_device<float>(n, q);
  q.fill(x, 1.0f, n).wait();
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> id) {
    int i = id[0];
    y[i] = x[i - 1] + x[i];
//           ^^^^^ proved negative-index
  }).wait();
  sycl::free(x, q);
  sycl::free(y, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 256;
  sycl::queue q;
  float *x = sycl::malloc_device<float>(n, q);
  float *y = sycl::malloc_device<float>(n, q);
  q.fill(x, 1.0f, n).wait();
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> id) {
    int i = id[0];
    y[i] = (i > 0 ? x[i - 1] : 0.0f) + x[i];
  }).wait();
  sycl::free(x, q);
  sycl::free(y, q);
}
