//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 1000;
  sycl::queue q;
  float *in = sycl::malloc_shared<float>(n, q);
  float *out = sycl::malloc_shared<float>(n, q);
  for (int k = 0; k < n; k++) in[k] = k;
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { out[i] = in[i + 1]; }).wait();
//                                                                   ^^^^^ proved index-out-of-bounds
  sycl::free(in, q);
  sycl::free(out, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 1000;
  sycl::queue q;
  float *in = sycl::malloc_shared<float>(n, q);
  float *out = sycl::malloc_shared<float>(n, q);
  for (int k = 0; k < n; k++) in[k] = k;
  q.parallel_for(sycl::range<1>(n - 1), [=](sycl::id<1> i) { out[i] = in[i + 1]; }).wait();
  sycl::free(in, q);
  sycl::free(out, q);
}
