//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 512;
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> id) {
    float window[8];
    for (int k = 0; k <= 8; k++) window[k] = k * 0.5f;
//                               ^^^^^^^^^^^^^^^^^^^^ proved index-out-of-bounds
    float sum = 0;
    for (int k = 0; k < 8; k++) sum += window[k];
    x[id] = sum;
  }).wait();
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 512;
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> id) {
    float window[8];
    for (int k = 0; k < 8; k++) window[k] = k * 0.5f;
    float sum = 0;
    for (int k = 0; k < 8; k++) sum += window[k];
    x[id] = sum;
  }).wait();
  sycl::free(x, q);
}
