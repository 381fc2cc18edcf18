//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  constexpr int n = 2048;
  constexpr size_t cells = size_t(n) * n * n;
  char *grid = sycl::malloc_device<char>(cells, q);
  q.parallel_for(sycl::range<3>(n, n, n), [=](sycl::id<3> id) {
    int z = id[0], y = id[1], x = id[2];
    int i = z * n * n + y * n + x;
//          ^^^^^^^^^ proved index-overflow
    if (i >= 0 && i < 64) grid[i] = 1;
  }).wait();
  sycl::free(grid, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  constexpr int n = 2048;
  constexpr size_t cells = size_t(n) * n * n;
  char *grid = sycl::malloc_device<char>(cells, q);
  q.parallel_for(sycl::range<3>(n, n, n), [=](sycl::id<3> id) {
    size_t z = id[0], y = id[1], x = id[2];
    size_t i = z * n * n + y * n + x;
    if (i >= 0 && i < 64) grid[i] = 1;
  }).wait();
  sycl::free(grid, q);
}
