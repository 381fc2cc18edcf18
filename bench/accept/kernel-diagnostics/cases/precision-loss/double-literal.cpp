//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(64, q);
  q.fill(x, 1.0f, 64).wait();
  q.parallel_for(sycl::range<1>(64), [=](sycl::id<1> i) { x[i] = x[i] * 0.1; }).wait();
//                                                                      ^^^ hint precision-loss
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(64, q);
  q.fill(x, 1.0f, 64).wait();
  q.parallel_for(sycl::range<1>(64), [=](sycl::id<1> i) { x[i] = x[i] * 0.1f; }).wait();
  sycl::free(x, q);
}
