//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 64;
  sycl::queue q;
  float *x = new float[n];
//           ^^^^^^^^^^^^ related
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { x[i] = 1.0f; }).wait();
//                                                       ^^^^^^^^^^^ proved foreign-pointer
//  ^^^^^^^^^^^^ related
  float first = x[0];
  delete[] x;
  return first == 1.0f ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 64;
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { x[i] = 1.0f; }).wait();
  float first = x[0];
  sycl::free(x, q);
  return first == 1.0f ? 0 : 1;
}
