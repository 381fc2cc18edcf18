//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 512;
  sycl::queue q;
  float *in = sycl::malloc_shared<float>(n, q);
  float *out = sycl::malloc_device<float>(n, q);
//             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
  for (size_t i = 0; i < n; i++) in[i] = 1.0f;
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { out[i] = in[i] * 2; }).wait();
//                                                       ^^^^^^^^^^^^^^^^^^ hint dead-store
  sycl::free(in, q);
  sycl::free(out, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 512;
  sycl::queue q;
  float *in = sycl::malloc_shared<float>(n, q);
  float *out = sycl::malloc_device<float>(n, q);
  for (size_t i = 0; i < n; i++) in[i] = 1.0f;
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { out[i] = in[i] * 2; }).wait();
  q.copy(out, in, n).wait();
  float first = in[0];
  sycl::free(in, q);
  sycl::free(out, q);
  return first == 2.0f ? 0 : 1;
}
