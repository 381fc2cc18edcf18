//- /faulty.cpp
#include <sycl/sycl.hpp>


float total(sycl::queue &q, const float *x) {
  float *sum = sycl::malloc_shared<float>(1, q);
  *sum = 0;
  q.parallel_for(sycl::range<1>(1000), [=](sycl::id<1> i) {
    sum[0] += x[i];
//  ^^^^^^^^^^^^^^ proved data-race
  }).wait();
  float out = *sum;
  sycl::free(sum, q);
  return out;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


float total(sycl::queue &q, const float *x) {
  float *sum = sycl::malloc_shared<float>(1, q);
  *sum = 0;
  q.parallel_for(sycl::range<1>(1000), [=](sycl::id<1> i) {
    sycl::atomic_ref<float, sycl::memory_order::relaxed, sycl::memory_scope::device>(sum[0]) += x[i];
  }).wait();
  float out = *sum;
  sycl::free(sum, q);
  return out;
}
