//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 500;
  sycl::queue q;
  float *h = new float[n];
  for (int i = 0; i < n; i++) h[i] = 1.0f;
  float *d = sycl::malloc_device<float>(n, q);
  q.memcpy(d, h, n * sizeof(float));
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
  delete[] h;
//^^^^^^^^^^ proved missing-wait
  q.wait();
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { d[i] *= 2.0f; }).wait();
  sycl::free(d, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 500;
  sycl::queue q;
  float *h = new float[n];
  for (int i = 0; i < n; i++) h[i] = 1.0f;
  float *d = sycl::malloc_device<float>(n, q);
  q.memcpy(d, h, n * sizeof(float)).wait();
  delete[] h;
  q.wait();
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { d[i] *= 2.0f; }).wait();
  sycl::free(d, q);
}
