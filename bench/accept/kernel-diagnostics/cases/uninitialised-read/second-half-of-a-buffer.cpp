//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 128;
  sycl::queue q;
  int *out = sycl::malloc_shared<int>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> id) {
    int ring[4];
    ring[0] = id[0];
    ring[1] = 1;
    out[id] = ring[0] + ring[1] + ring[2];
//                                ^^^^^^^ proved uninitialised-read
  }).wait();
  sycl::free(out, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 128;
  sycl::queue q;
  int *out = sycl::malloc_shared<int>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> id) {
    int ring[4];
    ring[0] = id[0];
    ring[1] = 1;
    ring[2] = 0;
    out[id] = ring[0] + ring[1] + ring[2];
  }).wait();
  sycl::free(out, q);
}
