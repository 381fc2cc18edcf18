//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 4096;
  sycl::queue q;
  float *a = sycl::malloc_device<float>(n, q);
  float *b = sycl::malloc_device<float>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { a[i] = 1; });
//  ^^^^^^^^^^^^ related
//                                                       ^^^^^^^^ related
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { b[i] = a[i]; });
//  ^^^^^^^^^^^^ proved kernel-race
//                                                              ^^^^ related
  q.ext_oneapi_submit_barrier();
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { a[i] = b[i] + 1; });
  q.wait();
  sycl::free(a, q);
  sycl::free(b, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 4096;
  sycl::queue q;
  float *a = sycl::malloc_device<float>(n, q);
  float *b = sycl::malloc_device<float>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { a[i] = 1; });
  q.ext_oneapi_submit_barrier();
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { b[i] = a[i]; });
  q.ext_oneapi_submit_barrier();
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { a[i] = b[i] + 1; });
  q.wait();
  sycl::free(a, q);
  sycl::free(b, q);
}
