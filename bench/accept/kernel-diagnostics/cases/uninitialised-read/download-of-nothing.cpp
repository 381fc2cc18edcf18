//- /faulty.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  const size_t n = 50;
  std::vector<float> host(n);
  sycl::queue q;
  float *d = sycl::malloc_device<float>(n, q);
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
  float *e = sycl::malloc_device<float>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { e[i] = 1; }).wait();
  q.memcpy(host.data(), d, n * sizeof(float)).wait();
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved uninitialised-read
  sycl::free(d, q);
  sycl::free(e, q);
  return host[0] == 1 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  const size_t n = 50;
  std::vector<float> host(n);
  sycl::queue q;
  float *d = sycl::malloc_device<float>(n, q);
  float *e = sycl::malloc_device<float>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { e[i] = 1; }).wait();
  q.memcpy(host.data(), e, n * sizeof(float)).wait();
  sycl::free(d, q);
  sycl::free(e, q);
  return host[0] == 1 ? 0 : 1;
}
