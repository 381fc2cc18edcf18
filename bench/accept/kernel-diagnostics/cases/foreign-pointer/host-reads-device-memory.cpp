//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 16;
  sycl::queue q;
  int *d = sycl::malloc_device<int>(n, q);
//         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { d[i] = 5; }).wait();
  int sum = 0;
  for (int i = 0; i < n; i++) sum += d[i];
//                                   ^^^^ proved foreign-pointer
  sycl::free(d, q);
  return sum == 80 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 16;
  sycl::queue q;
  int *d = sycl::malloc_shared<int>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { d[i] = 5; }).wait();
  int sum = 0;
  for (int i = 0; i < n; i++) sum += d[i];
  sycl::free(d, q);
  return sum == 80 ? 0 : 1;
}
