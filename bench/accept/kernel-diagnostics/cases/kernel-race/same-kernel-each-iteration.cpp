//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 1024;
  const int steps = 10;
  sycl::queue q;
  float *t = sycl::malloc_shared<float>(n, q);
  for (size_t i = 0; i < n; i++) t[i] = 1.0f;
  for (int s = 0; s < steps; s++) {
    q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { t[i] = t[i] * 0.99f; });
//    ^^^^^^^^^^^^ proved kernel-race
//                                                         ^^^^^^^^^^^^^^^^^^^ related
  }
  q.wait();
  float x = t[0];
  sycl::free(t, q);
  return x < 1.0f ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 1024;
  const int steps = 10;
  sycl::queue q;
  float *t = sycl::malloc_shared<float>(n, q);
  for (size_t i = 0; i < n; i++) t[i] = 1.0f;
  for (int s = 0; s < steps; s++) {
    q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { t[i] = t[i] * 0.99f; }).wait();
  }
  q.wait();
  float x = t[0];
  sycl::free(t, q);
  return x < 1.0f ? 0 : 1;
}
