//- /faulty.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  const size_t n = 512;
  std::vector<float> x(n, 1.0f), y(n);
  sycl::queue q;
  float *dx = sycl::malloc_device<float>(n, q);
  float *dy = sycl::malloc_device<float>(n, q);
  q.memcpy(dx, x.data(), n * sizeof(float));
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
  auto done = q.parallel_for(sycl::nd_range<1>(n, 64), [=](sycl::nd_item<1> it) {
//              ^^^^^^^^^^^^ proved kernel-race
    size_t i = it.get_global_id(0);
    dy[i] = 3.0f * dx[i];
//                 ^^^^^ related
  });
  q.memcpy(y.data(), dy, n * sizeof(float), done);
  q.wait();
  sycl::free(dx, q);
  sycl::free(dy, q);
  return y[0] == 3.0f ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  const size_t n = 512;
  std::vector<float> x(n, 1.0f), y(n);
  sycl::queue q;
  float *dx = sycl::malloc_device<float>(n, q);
  float *dy = sycl::malloc_device<float>(n, q);
  auto there = q.memcpy(dx, x.data(), n * sizeof(float));
  auto done = q.parallel_for(sycl::nd_range<1>(n, 64), there, [=](sycl::nd_item<1> it) {
    size_t i = it.get_global_id(0);
    dy[i] = 3.0f * dx[i];
  });
  q.memcpy(y.data(), dy, n * sizeof(float), done);
  q.wait();
  sycl::free(dx, q);
  sycl::free(dy, q);
  return y[0] == 3.0f ? 0 : 1;
}
