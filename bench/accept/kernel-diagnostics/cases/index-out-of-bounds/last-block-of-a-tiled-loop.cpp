//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 1000, tile = 64;
  sycl::queue q;
  float *a = sycl::malloc_shared<float>(n, q);
  float *sums = sycl::malloc_shared<float>(16, q);
  for (int k = 0; k < n; k++) a[k] = 1;
  q.parallel_for(sycl::range<1>(16), [=](sycl::id<1> b) {
    float s = 0;
    int begin = int(b[0]) * tile;
    int end = begin + tile;
    for (int i = begin; i < end; i++) s += a[i];
//                                         ^^^^ proved index-out-of-bounds
    sums[b] = s;
  }).wait();
  sycl::free(a, q);
  sycl::free(sums, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 1000, tile = 64;
  sycl::queue q;
  float *a = sycl::malloc_shared<float>(n, q);
  float *sums = sycl::malloc_shared<float>(16, q);
  for (int k = 0; k < n; k++) a[k] = 1;
  q.parallel_for(sycl::range<1>(16), [=](sycl::id<1> b) {
    float s = 0;
    int begin = int(b[0]) * tile;
    int end = sycl::min(begin + tile, n);
    for (int i = begin; i < end; i++) s += a[i];
    sums[b] = s;
  }).wait();
  sycl::free(a, q);
  sycl::free(sums, q);
}
