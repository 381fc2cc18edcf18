//- /faulty.cpp
#include <sycl/sycl.hpp>

void scale(sycl::queue &q, float *x, float by, size_t n) {
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { x[i] *= by; });
//  ^^^^^^^^^^^^ proved kernel-race
//                                                       ^^^^^^^^^^ related
}

int main() {
  const size_t n = 640;
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(n, q);
  for (size_t i = 0; i < n; i++) x[i] = 1.0f;
  scale(q, x, 2.0f, n);
  scale(q, x, 4.0f, n);
  q.wait();
  bool ok = x[0] == 8.0f;
  sycl::free(x, q);
  return ok ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

void scale(sycl::queue &q, float *x, float by, size_t n) {
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { x[i] *= by; }).wait();
}

int main() {
  const size_t n = 640;
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(n, q);
  for (size_t i = 0; i < n; i++) x[i] = 1.0f;
  scale(q, x, 2.0f, n);
  scale(q, x, 4.0f, n);
  q.wait();
  bool ok = x[0] == 8.0f;
  sycl::free(x, q);
  return ok ? 0 : 1;
}
