//- /faulty.cpp
#include <iostream>
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(4, q);
  q.parallel_for(sycl::range<1>(4), [=](sycl::id<1> i) {
//  ^^^^^^^^^^^^ related
    x[i] = 1;
    std::cout << x[i] << std::endl;
//  ^^^^^^^^^ proved not-in-device-code
  }).wait();
  sycl::free(x, q);
}
//- /fixed.cpp
#include <iostream>
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(4, q);
  q.parallel_for(sycl::range<1>(4), [=](sycl::id<1> i) {
    x[i] = 1;
  }).wait();
  sycl::free(x, q);
}
