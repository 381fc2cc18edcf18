//- /faulty.cpp
#include <sycl/sycl.hpp>

int threshold = 10;

int main() {
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(20, q);
  q.parallel_for(sycl::range<1>(20), [=](sycl::id<1> i) { x[i] = (int)i[0] > threshold; }).wait();
//                                                                           ^^^^^^^^^ proved not-in-device-code
//  ^^^^^^^^^^^^ related
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

constexpr int threshold = 10;

int main() {
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(20, q);
  q.parallel_for(sycl::range<1>(20), [=](sycl::id<1> i) { x[i] = (int)i[0] > threshold; }).wait();
  sycl::free(x, q);
}
