//- /faulty.cpp
// device: generic-sycl
#include <sycl/sycl.hpp>
void run(sycl::queue &q, sycl::half *x) {
  q.parallel_for(sycl::range<1>(1024), [=](sycl::id<1> i) {
    x[i] = x[i] * x[i];
//  ^^^^^^^^^^^^^^^^^^ possible missing-feature
  });
}
//- /fixed.cpp
// device: generic-sycl
#include <sycl/sycl.hpp>
void run(sycl::queue &q, float *x) {
  q.parallel_for(sycl::range<1>(1024), [=](sycl::id<1> i) {
    x[i] = x[i] * x[i];
  });
}
