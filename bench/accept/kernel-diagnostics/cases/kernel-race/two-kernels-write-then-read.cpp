//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr size_t n = 1024;
  sycl::queue q;
  float *a = sycl::malloc_device<float>(n, q);
  float *b = sycl::malloc_shared<float>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { a[i] = 1.0f; });
//  ^^^^^^^^^^^^ related
//                                                       ^^^^^^^^^^^ related
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { b[i] = a[i] * 2.0f; });
//  ^^^^^^^^^^^^ proved kernel-race
//                                                              ^^^^ related
  q.wait();
  float sum = 0;
  for (size_t i = 0; i < n; i++) sum += b[i];
  sycl::free(a, q);
  sycl::free(b, q);
  return sum > 0 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr size_t n = 1024;
  sycl::queue q{sycl::property::queue::in_order()};
  float *a = sycl::malloc_device<float>(n, q);
  float *b = sycl::malloc_shared<float>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { a[i] = 1.0f; });
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { b[i] = a[i] * 2.0f; });
  q.wait();
  float sum = 0;
  for (size_t i = 0; i < n; i++) sum += b[i];
  sycl::free(a, q);
  sycl::free(b, q);
  return sum > 0 ? 0 : 1;
}
