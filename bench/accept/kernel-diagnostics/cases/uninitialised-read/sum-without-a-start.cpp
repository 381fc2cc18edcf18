//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 256, m = 32;
  sycl::queue q;
  float *a = sycl::malloc_shared<float>(n * m, q), *sums = sycl::malloc_shared<float>(n, q);
  for (int k = 0; k < n * m; k++) a[k] = 1;
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) {
    float sum;
    for (int k = 0; k < m; k++) sum += a[i[0] * m + k];
//                              ^^^^^^^^^^^^^^^^^^^^^^ proved uninitialised-read
    sums[i] = sum;
  }).wait();
  sycl::free(a, q);
  sycl::free(sums, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 256, m = 32;
  sycl::queue q;
  float *a = sycl::malloc_shared<float>(n * m, q), *sums = sycl::malloc_shared<float>(n, q);
  for (int k = 0; k < n * m; k++) a[k] = 1;
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) {
    float sum = 0.0f;
    for (int k = 0; k < m; k++) sum += a[i[0] * m + k];
    sums[i] = sum;
  }).wait();
  sycl::free(a, q);
  sycl::free(sums, q);
}
