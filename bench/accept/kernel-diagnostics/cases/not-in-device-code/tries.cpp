//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(4, q);
  q.parallel_for(sycl::range<1>(4), [=](sycl::id<1> i) {
//  ^^^^^^^^^^^^ related
    try {
//  ^^^ proved not-in-device-code
      x[i] = 1;
    } catch (...) {
      x[i] = 0;
    }
  }).wait();
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(4, q);
  q.parallel_for(sycl::range<1>(4), [=](sycl::id<1> i) {
    x[i] = 1;
  }).wait();
  sycl::free(x, q);
}
