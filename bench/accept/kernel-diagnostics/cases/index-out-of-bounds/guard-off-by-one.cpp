//- /faulty.cpp
#include <sycl/sycl.hpp>

void scale(sycl::queue &q, int n, float factor) {
  float *x = sycl::malloc_device<float>(n, q);
  q.fill(x, 1.0f, n).wait();
  q.parallel_for(sycl::nd_range<1>((n / 256 + 1) * 256, 256), [=](sycl::nd_item<1> it) {
    int i = it.get_global_id(0);
    if (i <= n) x[i] *= factor;
//              ^^^^^^^^^^^^^^ proved index-out-of-bounds
  }).wait();
  sycl::free(x, q);
}
int main() {
  sycl::queue q;
  scale(q, 1000, 2.0f);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

void scale(sycl::queue &q, int n, float factor) {
  float *x = sycl::malloc_device<float>(n, q);
  q.fill(x, 1.0f, n).wait();
  q.parallel_for(sycl::nd_range<1>((n / 256 + 1) * 256, 256), [=](sycl::nd_item<1> it) {
    int i = it.get_global_id(0);
    if (i < n) x[i] *= factor;
  }).wait();
  sycl::free(x, q);
}
int main() {
  sycl::queue q;
  scale(q, 1000, 2.0f);
}
