//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 256;
  sycl::queue q;
  float *x = sycl::malloc_device<float>(n, q);
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
  float *y = sycl::malloc_shared<float>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { y[i] = 2 * x[i]; }).wait();
//  ^^^^^^^^^^^^ proved uninitialised-read
//                                                                  ^^^^ related
  float first = y[0];
  sycl::free(x, q);
  sycl::free(y, q);
  return first == 2.0f ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 256;
  sycl::queue q;
  float *x = sycl::malloc_device<float>(n, q);
  float *y = sycl::malloc_shared<float>(n, q);
  q.fill(x, 1.0f, n).wait();
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { y[i] = 2 * x[i]; }).wait();
  float first = y[0];
  sycl::free(x, q);
  sycl::free(y, q);
  return first == 2.0f ? 0 : 1;
}
