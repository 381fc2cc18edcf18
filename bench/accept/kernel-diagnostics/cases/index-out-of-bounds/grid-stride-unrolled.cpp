//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 10000, items = 1024;
  sycl::queue q;
  float *x = sycl::malloc_device<float>(n, q);
  float *y = sycl::malloc_device<float>(n, q);
  q.fill(x, 1.0f, n).wait();
  q.parallel_for(sycl::nd_range<1>(items, 128), [=](sycl::nd_item<1> it) {
    for (int i = it.get_global_id(0); i < n; i += items) {
      float next = x[i + 1];
//                   ^^^^^ proved index-out-of-bounds
      y[i] = 0.5f * (x[i] + next);
    }
  }).wait();
  sycl::free(x, q);
  sycl::free(y, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 10000, items = 1024;
  sycl::queue q;
  float *x = sycl::malloc_device<float>(n, q);
  float *y = sycl::malloc_device<float>(n, q);
  q.fill(x, 1.0f, n).wait();
  q.parallel_for(sycl::nd_range<1>(items, 128), [=](sycl::nd_item<1> it) {
    for (int i = it.get_global_id(0); i < n; i += items) {
      float next = i + 1 < n ? x[i + 1] : 0.0f;
      y[i] = 0.5f * (x[i] + next);
    }
  }).wait();
  sycl::free(x, q);
  sycl::free(y, q);
}
