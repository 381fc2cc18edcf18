//- /faulty.cpp
#include <sycl/sycl.hpp>

void multiply(sycl::queue &q, const float *a, const float *b, float *c) {
  constexpr size_t n = 128;
  q.parallel_for(sycl::nd_range<2>({n, n}, {16, 16}), [=](sycl::nd_item<2> it) {
    size_t r = it.get_global_id(0), k = it.get_global_id(1);
    float s = 0;
    for (size_t i = 0; i < n; i++) s += a[r * n + i] * b[i * n + k];
//                                      ^^^^^^^^^^^^ hint local-memory-reuse
//                                                     ^^^^^^^^^^^^ hint local-memory-reuse
    c[r * n + k] = s;
  }).wait();
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

void multiply(sycl::queue &q, const float *a, const float *b, float *c) {
  constexpr size_t n = 128, T = 16;
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 2> ta({T, T}, h), tb({T, T}, h);
    h.parallel_for(sycl::nd_range<2>({n, n}, {T, T}), [=](sycl::nd_item<2> it) {
      size_t r = it.get_global_id(0), k = it.get_global_id(1);
      size_t lr = it.get_local_id(0), lk = it.get_local_id(1);
      float s = 0;
      for (size_t t = 0; t < n; t += T) {
        ta[lr][lk] = a[r * n + t + lk];
        tb[lr][lk] = b[(t + lr) * n + k];
        sycl::group_barrier(it.get_group());
        for (size_t i = 0; i < T; i++) s += ta[lr][i] * tb[i][lk];
        sycl::group_barrier(it.get_group());
      }
      c[r * n + k] = s;
    });
  }).wait();
}
