//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 64;
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(n, q);
  float scale = 2.0f;
  scale += n;
  q.parallel_for(sycl::range<1>(n), [&](sycl::id<1> i) { x[i] = scale; }).wait();
//                                  ^^^ proved captured-reference
//  ^^^^^^^^^^^^ related
//                                                       ^ related
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 64;
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(n, q);
  float scale = 2.0f;
  scale += n;
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { x[i] = scale; }).wait();
  sycl::free(x, q);
}
