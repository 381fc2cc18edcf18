//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 1000;
  float host[1000];
  sycl::queue q{sycl::property::queue::in_order()};
  float *dev = sycl::malloc_device<float>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { dev[i] = 4.0f; });
  q.memcpy(host, dev, n * sizeof(float));
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
  double total = 0;
  for (size_t i = 0; i < n; i++) total += host[i];
//                                        ^^^^^^^ proved missing-wait
  q.wait();
  sycl::free(dev, q);
  return total == 4000.0 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 1000;
  float host[1000];
  sycl::queue q{sycl::property::queue::in_order()};
  float *dev = sycl::malloc_device<float>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { dev[i] = 4.0f; });
  q.memcpy(host, dev, n * sizeof(float)).wait();
  double total = 0;
  for (size_t i = 0; i < n; i++) total += host[i];
  q.wait();
  sycl::free(dev, q);
  return total == 4000.0 ? 0 : 1;
}
