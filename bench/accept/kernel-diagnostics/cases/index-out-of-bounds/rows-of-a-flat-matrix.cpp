//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int rows = 100, cols = 80;
  sycl::queue q;
  double *m = sycl::malloc_shared<double>(rows * cols, q);
  q.parallel_for(sycl::range<2>(rows, cols), [=](sycl::id<2> id) {
    int r = id[0], c = id[1];
    m[r * rows + c] = r == c ? 1.0 : 0.0;
//    ^^^^^^^^^^^^ proved index-out-of-bounds
  }).wait();
  sycl::free(m, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int rows = 100, cols = 80;
  sycl::queue q;
  double *m = sycl::malloc_shared<double>(rows * cols, q);
  q.parallel_for(sycl::range<2>(rows, cols), [=](sycl::id<2> id) {
    int r = id[0], c = id[1];
    m[r * cols + c] = r == c ? 1.0 : 0.0;
  }).wait();
  sycl::free(m, q);
}
