//- /faulty.cpp
#include <sycl/sycl.hpp>


void smooth(sycl::queue &q, float *u, float *v) {
  constexpr size_t N = 512;
  q.parallel_for(sycl::range<1>(N), [=](sycl::id<1> id) {
    const size_t i = id[0];
    if (i > 0 && i < N - 1) u[i] = 0.5f * u[i] + 0.25f * (u[i - 1] + u[i + 1]);
//                                                        ^^^^^^^^ proved data-race
//                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
  }).wait();
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void smooth(sycl::queue &q, float *u, float *v) {
  constexpr size_t N = 512;
  q.parallel_for(sycl::range<1>(N), [=](sycl::id<1> id) {
    const size_t i = id[0];
    if (i > 0 && i < N - 1) v[i] = 0.5f * u[i] + 0.25f * (u[i - 1] + u[i + 1]);
  }).wait();
}
