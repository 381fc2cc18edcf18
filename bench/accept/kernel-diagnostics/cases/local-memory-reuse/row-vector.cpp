//- /faulty.cpp
#include <sycl/sycl.hpp>

void scale_columns(sycl::queue &q, const float *factor, float *m) {
  constexpr size_t n = 256;
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float> f(32, h);
    h.parallel_for(sycl::nd_range<2>({n, n}, {8, 32}), [=](sycl::nd_item<2> it) {
      size_t r = it.get_global_id(0), c = it.get_global_id(1);
      if (it.get_local_id(0) == 0) f[it.get_local_id(1)] = factor[c];
//                                                         ^^^^^^^^^ hint local-memory-reuse
      sycl::group_barrier(it.get_group());
      m[r * n + c] *= factor[c] * f[it.get_local_id(1)];
//                    ^^^^^^^^^ related
    });
  }).wait();
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

void scale_columns(sycl::queue &q, const float *factor, float *m) {
  constexpr size_t n = 256;
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float> f(32, h);
    h.parallel_for(sycl::nd_range<2>({n, n}, {8, 32}), [=](sycl::nd_item<2> it) {
      size_t r = it.get_global_id(0), c = it.get_global_id(1);
      if (it.get_local_id(0) == 0) f[it.get_local_id(1)] = factor[c];
      sycl::group_barrier(it.get_group());
      m[r * n + c] *= f[it.get_local_id(1)];
    });
  }).wait();
}
