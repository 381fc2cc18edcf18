//- /faulty.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  const size_t n = 64;
  std::vector<double> host(n);
  sycl::queue q{sycl::property::queue::in_order()};
  double *d = sycl::malloc_device<double>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { d[i] = 0.5; });
  q.wait();
  sycl::free(d, q);
//^^^^^^^^^^^^^^^^ related
  q.memcpy(host.data(), d, n * sizeof(double)).wait();
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved freed-pointer
  return host[0] == 0.5 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  const size_t n = 64;
  std::vector<double> host(n);
  sycl::queue q{sycl::property::queue::in_order()};
  double *d = sycl::malloc_device<double>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { d[i] = 0.5; });
  q.wait();
  q.memcpy(host.data(), d, n * sizeof(double)).wait();
  sycl::free(d, q);
  return host[0] == 0.5 ? 0 : 1;
}
