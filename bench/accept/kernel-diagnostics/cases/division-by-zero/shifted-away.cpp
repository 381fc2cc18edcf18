//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 512;
  sycl::queue q;
  unsigned *x = sycl::malloc_shared<unsigned>(n, q);
  q.parallel_for(sycl::nd_range<1>(n, 32), [=](sycl::nd_item<1> it) {
    unsigned l = it.get_local_id(0);
    unsigned lanes = (l >> 5);
    x[it.get_global_id(0)] = 32u / lanes;
//                           ^^^^^^^^^^^ proved division-by-zero
  }).wait();
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 512;
  sycl::queue q;
  unsigned *x = sycl::malloc_shared<unsigned>(n, q);
  q.parallel_for(sycl::nd_range<1>(n, 32), [=](sycl::nd_item<1> it) {
    unsigned l = it.get_local_id(0);
    unsigned lanes = (l >> 3) + 1;
    x[it.get_global_id(0)] = 32u / lanes;
  }).wait();
  sycl::free(x, q);
}
