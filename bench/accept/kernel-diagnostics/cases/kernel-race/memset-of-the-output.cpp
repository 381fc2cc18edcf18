//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 100;
  sycl::queue q{sycl::cpu_selector_v};
  int *out = sycl::malloc_device<int>(n, q);
  int host[100];
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) {
//  ^^^^^^^^^^^^ related
    if (i[0] < 50) out[i] = 7;
//                 ^^^^^^^^^^ related
  });
  q.memset(out, 0, n * sizeof(int));
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved kernel-race
  q.wait();
  q.memcpy(host, out, n * sizeof(int)).wait();
  sycl::free(out, q);
  return host[0];
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 100;
  sycl::queue q{sycl::cpu_selector_v};
  int *out = sycl::malloc_device<int>(n, q);
  int host[100];
  q.memset(out, 0, n * sizeof(int)).wait();
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) {
    if (i[0] < 50) out[i] = 7;
  }).wait();
  q.memcpy(host, out, n * sizeof(int)).wait();
  sycl::free(out, q);
  return host[0];
}
