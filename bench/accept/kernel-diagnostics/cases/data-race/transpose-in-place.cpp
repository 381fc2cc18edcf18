//- /faulty.cpp
#include <sycl/sycl.hpp>


void transpose(sycl::queue &q, float *m, float *r) {
  constexpr int N = 64;
  q.parallel_for(sycl::range<2>(N, N), [=](sycl::item<2> it) {
    const int i = it.get_id(0), j = it.get_id(1);
    m[j * N + i] = m[i * N + j];
//                 ^^^^^^^^^^^^ proved data-race
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void transpose(sycl::queue &q, float *m, float *r) {
  constexpr int N = 64;
  q.parallel_for(sycl::range<2>(N, N), [=](sycl::item<2> it) {
    const int i = it.get_id(0), j = it.get_id(1);
    r[j * N + i] = m[i * N + j];
  });
}
