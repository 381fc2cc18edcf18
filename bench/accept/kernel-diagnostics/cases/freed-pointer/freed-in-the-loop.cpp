//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 96;
  sycl::queue q;
  float *x = sycl::malloc_device<float>(n, q);
  for (int step = 0; step < 4; step++) {
    q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { x[i] = 1; }).wait();
//                                                         ^^^^^^^^ proved freed-pointer
//    ^^^^^^^^^^^^ related
    sycl::free(x, q);
//  ^^^^^^^^^^^^^^^^ proved freed-pointer
//  ^^^^^^^^^^^^^^^^ related
  }
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 96;
  sycl::queue q;
  float *x = sycl::malloc_device<float>(n, q);
  for (int step = 0; step < 4; step++) {
    q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { x[i] = 1; }).wait();
  }
  sycl::free(x, q);
}
