//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 1 << 20;
  sycl::queue q;
  float *x = sycl::malloc_device<float>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { x[i] = 1.0f; });
//  ^^^^^^^^^^^^ related
//                                                       ^^^^^^^^^^^ related
  sycl::free(x, q);
//^^^^^^^^^^^^^^^^ proved missing-wait
  q.wait();
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 1 << 20;
  sycl::queue q;
  float *x = sycl::malloc_device<float>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { x[i] = 1.0f; });
  q.wait();
  sycl::free(x, q);
}
