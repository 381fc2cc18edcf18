//- /faulty.cpp
// device: intel-arc-a770
#include <sycl/sycl.hpp>
void run(sycl::queue &q, float *x) {
  q.parallel_for(sycl::range<1>(1024), [=](sycl::id<1> i) {
    float v = x[i];
    x[i] = v * 0.5 + 1.0f;
//             ^^^ proved missing-feature
  }).wait();
}
//- /fixed.cpp
// device: intel-arc-a770
#include <sycl/sycl.hpp>
void run(sycl::queue &q, float *x) {
  q.parallel_for(sycl::range<1>(1024), [=](sycl::id<1> i) {
    float v = x[i];
    x[i] = v * 0.5f + 1.0f;
  }).wait();
}
