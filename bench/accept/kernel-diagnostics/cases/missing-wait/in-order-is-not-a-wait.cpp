//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr size_t n = 128;
  sycl::queue q{sycl::property::queue::in_order()};
  float *a = sycl::malloc_shared<float>(n, q);
  q.fill(a, 1.0f, n);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { a[i] += 1.0f; });
//  ^^^^^^^^^^^^ related
//                                                       ^^^^^^^^^^^^ related
  float first = a[0];
//      ^^^^^^^^^^^^ proved missing-wait
  q.wait();
  sycl::free(a, q);
  return first == 2.0f ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr size_t n = 128;
  sycl::queue q{sycl::property::queue::in_order()};
  float *a = sycl::malloc_shared<float>(n, q);
  q.fill(a, 1.0f, n);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { a[i] += 1.0f; });
  q.wait();
  float first = a[0];
  sycl::free(a, q);
  return first == 2.0f ? 0 : 1;
}
