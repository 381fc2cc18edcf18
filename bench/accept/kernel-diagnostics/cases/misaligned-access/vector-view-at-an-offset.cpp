//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 1024;
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(n, q);
  for (int k = 0; k < n; k++) x[k] = 1;
  q.parallel_for(sycl::range<1>(n / 4 - 1), [=](sycl::id<1> i) {
    sycl::float4 *v = reinterpret_cast<sycl::float4 *>(x + 1);
//                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved misaligned-access
    v[i] *= 2.0f;
  }).wait();
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 1024;
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(n, q);
  for (int k = 0; k < n; k++) x[k] = 1;
  q.parallel_for(sycl::range<1>(n / 4 - 1), [=](sycl::id<1> i) {
    sycl::float4 *v = reinterpret_cast<sycl::float4 *>(x + 4);
    v[i] *= 2.0f;
  }).wait();
  sycl::free(x, q);
}
