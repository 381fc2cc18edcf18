//- /faulty.cpp
#include <sycl/sycl.hpp>


void multiply(sycl::queue &q, const float *a, const float *b, float *c) {
  constexpr size_t T = 16, N = 256;
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 2> ta({T, T}, h), tb({T, T}, h);
    h.parallel_for(sycl::nd_range<2>({N, N}, {T, T}), [=](sycl::nd_item<2> it) {
      const size_t i = it.get_global_id(0), j = it.get_global_id(1);
      const size_t y = it.get_local_id(0), x = it.get_local_id(1);
      float sum = 0;
      for (size_t t = 0; t < N / T; ++t) {
        ta[y][x] = a[i * N + t * T + x];
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
        tb[y][x] = b[(t * T + y) * N + j];
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
        sycl::group_barrier(it.get_group());
        for (size_t k = 0; k < T; ++k) sum += ta[y][k] * tb[k][x];
//                                            ^^^^^^^^ proved data-race
//                                                       ^^^^^^^^ proved data-race
        /* end of tile */
      }
      c[i * N + j] = sum;
    });
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void multiply(sycl::queue &q, const float *a, const float *b, float *c) {
  constexpr size_t T = 16, N = 256;
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 2> ta({T, T}, h), tb({T, T}, h);
    h.parallel_for(sycl::nd_range<2>({N, N}, {T, T}), [=](sycl::nd_item<2> it) {
      const size_t i = it.get_global_id(0), j = it.get_global_id(1);
      const size_t y = it.get_local_id(0), x = it.get_local_id(1);
      float sum = 0;
      for (size_t t = 0; t < N / T; ++t) {
        ta[y][x] = a[i * N + t * T + x];
        tb[y][x] = b[(t * T + y) * N + j];
        sycl::group_barrier(it.get_group());
        for (size_t k = 0; k < T; ++k) sum += ta[y][k] * tb[k][x];
        sycl::group_barrier(it.get_group());
      }
      c[i * N + j] = sum;
    });
  });
}
