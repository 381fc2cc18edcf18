//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  int *sum = sycl::malloc_shared<int>(1, q);
  q.single_task([=] { sum[0] = 42; }).wait();
  sycl::free(sum, q);
//^^^^^^^^^^^^^^^^^^ related
  return sum[0] == 42 ? 0 : 1;
//       ^^^^^^ proved freed-pointer
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  int *sum = sycl::malloc_shared<int>(1, q);
  q.single_task([=] { sum[0] = 42; }).wait();
  int got = sum[0];
  sycl::free(sum, q);
  return got == 42 ? 0 : 1;
}
