//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 256;
  int result[256];
  sycl::queue q;
  int *d = sycl::malloc_device<int>(n, q);
  q.submit([&](sycl::handler &h) {
    h.parallel_for(sycl::range<1>(n), [=](sycl::item<1> it) { d[it.get_id(0)] = (int)it.get_linear_id(); });
//    ^^^^^^^^^^^^ related
//                                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
  });
  q.memcpy(result, d, n * sizeof(int)).wait();
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved kernel-race
  q.wait();
  sycl::free(d, q);
  return result[7] == 7 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 256;
  int result[256];
  sycl::queue q;
  int *d = sycl::malloc_device<int>(n, q);
  q.submit([&](sycl::handler &h) {
    h.parallel_for(sycl::range<1>(n), [=](sycl::item<1> it) { d[it.get_id(0)] = (int)it.get_linear_id(); });
  }).wait();
  q.memcpy(result, d, n * sizeof(int)).wait();
  q.wait();
  sycl::free(d, q);
  return result[7] == 7 ? 0 : 1;
}
