//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  int *flags = sycl::malloc_shared<int>(4, q);
  q.single_task([=]() {
    flags[0] = 1;
    flags[4] = 1;
//  ^^^^^^^^ proved index-out-of-bounds
  }).wait();
  sycl::free(flags, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  int *flags = sycl::malloc_shared<int>(4, q);
  q.single_task([=]() {
    flags[0] = 1;
    flags[3] = 1;
  }).wait();
  sycl::free(flags, q);
}
