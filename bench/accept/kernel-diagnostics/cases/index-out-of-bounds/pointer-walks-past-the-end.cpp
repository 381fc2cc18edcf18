//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 600, chunk = 6;
  sycl::queue q;
  short *x = sycl::malloc_shared<short>(n, q);
  q.parallel_for(sycl::range<1>(n / chunk), [=](sycl::id<1> id) {
    short *p = x + id[0] * chunk;
    for (int k = 0; k < chunk; k++) p[k+ 1] = k;
//                                  ^^^^^^^ proved index-out-of-bounds
  }).wait();
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 600, chunk = 6;
  sycl::queue q;
  short *x = sycl::malloc_shared<short>(n, q);
  q.parallel_for(sycl::range<1>(n / chunk), [=](sycl::id<1> id) {
    short *p = x + id[0] * chunk;
    for (int k = 0; k < chunk; k++) p[k] = k;
  }).wait();
  sycl::free(x, q);
}
