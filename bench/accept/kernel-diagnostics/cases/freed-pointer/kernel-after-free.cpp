//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 256;
  sycl::queue q;
  float *tmp = sycl::malloc_device<float>(n, q);
  float *out = sycl::malloc_shared<float>(n, q);
  q.fill(tmp, 1.0f, n).wait();
  sycl::free(tmp, q);
//^^^^^^^^^^^^^^^^^^ related
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { out[i] = tmp[i] * 2; }).wait();
//                                                                ^^^^^^ proved freed-pointer
//  ^^^^^^^^^^^^ related
  float x = out[0];
  sycl::free(out, q);
  return x == 2.0f ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 256;
  sycl::queue q;
  float *tmp = sycl::malloc_device<float>(n, q);
  float *out = sycl::malloc_shared<float>(n, q);
  q.fill(tmp, 1.0f, n).wait();
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { out[i] = tmp[i] * 2; }).wait();
  float x = out[0];
  sycl::free(out, q);
  sycl::free(tmp, q);
  return x == 2.0f ? 0 : 1;
}
