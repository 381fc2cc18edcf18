//- /faulty.cpp
#include <sycl/sycl.hpp>


void pad(sycl::queue &q, float *grid) {
  constexpr int W = 32, H = 16;
  q.parallel_for(sycl::range<2>(H, W + 1), [=](sycl::id<2> p) {
    grid[p[0] * W + p[1]] = static_cast<float>(p[0] * 100 + p[1]);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved data-race
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void pad(sycl::queue &q, float *grid) {
  constexpr int W = 32, H = 16;
  q.parallel_for(sycl::range<2>(H, W + 1), [=](sycl::id<2> p) {
    grid[p[0] * (W + 1) + p[1]] = static_cast<float>(p[0] * 100 + p[1]);
  });
}
