//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 100;
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> id) {
    int i = id[0];
    x[i] = 1000 / i;
//         ^^^^^^^^ proved division-by-zero
  }).wait();
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 100;
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> id) {
    int i = id[0];
    x[i] = 1000 / (i + 1);
  }).wait();
  sycl::free(x, q);
}
