//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 640, half = 320;
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(n, q);
  q.parallel_for(sycl::nd_range<1>(n, 64), [=](sycl::nd_item<1> it) {
    int i = it.get_global_id(0);
    int d = i - half;
    x[i] = n % d;
//         ^^^^^ proved division-by-zero
  }).wait();
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 640, half = 320;
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(n, q);
  q.parallel_for(sycl::nd_range<1>(n, 64), [=](sycl::nd_item<1> it) {
    int i = it.get_global_id(0);
    int d = i - half;
    if (d == 0) d = 1;
    x[i] = n % d;
  }).wait();
  sycl::free(x, q);
}
