//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 128;
  sycl::queue q;
  int *a = sycl::malloc_device<int>(n, q);
  int *b = sycl::malloc_device<int>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) {
    a[i] = 1;
    b[i] = 2;
  }).wait();
  sycl::free(a, q);
//^^^^^^^^^^^^^^^^ related
  sycl::free(a, q);
//^^^^^^^^^^^^^^^^ proved freed-pointer
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 128;
  sycl::queue q;
  int *a = sycl::malloc_device<int>(n, q);
  int *b = sycl::malloc_device<int>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) {
    a[i] = 1;
    b[i] = 2;
  }).wait();
  sycl::free(a, q);
  sycl::free(b, q);
}
