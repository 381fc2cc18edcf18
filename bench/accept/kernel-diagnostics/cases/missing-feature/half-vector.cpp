//- /faulty.cpp
// device: generic-sycl
#include <sycl/sycl.hpp>
int main() {
  sycl::queue q;
  sycl::half *x = sycl::malloc_device<sycl::half>(1024, q);
  q.parallel_for(sycl::range<1>(1024), [=](sycl::id<1> i) {
    x[i] = x[i] * x[i];
//  ^^^^^^^^^^^^^^^^^^ possible missing-feature
  });
}
//- /fixed.cpp
// device: generic-sycl
#include <sycl/sycl.hpp>
int main() {
  sycl::queue q;
  float *x = sycl::malloc_device<float>(1024, q);
  q.parallel_for(sycl::range<1>(1024), [=](sycl::id<1> i) {
    x[i] = x[i] * x[i];
  });
}
