//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr size_t n = 128, T = 32;
  sycl::queue q;
  float *in = sycl::malloc_shared<float>(n * n, q);
  float *out = sycl::malloc_shared<float>(n * n, q);
  for (size_t k = 0; k < n * n; k++) in[k] = float(k);
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 2> tile(sycl::range<2>(T, T), h);
    h.parallel_for(sycl::nd_range<2>({n, n}, {T, T}), [=](sycl::nd_item<2> it) {
      size_t r = it.get_local_id(0), c = it.get_local_id(1);
      tile[r][c] = in[it.get_global_id(0) * n + it.get_global_id(1)];
      sycl::group_barrier(it.get_group());
      out[(it.get_group(1) * T + r) * n + it.get_group(0) * T + c] = tile[c][r];
//                                                                   ^^^^^^^^^^ hint bank-conflict
    });
  }).wait();
  sycl::free(in, q);
  sycl::free(out, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr size_t n = 128, T = 32;
  sycl::queue q;
  float *in = sycl::malloc_shared<float>(n * n, q);
  float *out = sycl::malloc_shared<float>(n * n, q);
  for (size_t k = 0; k < n * n; k++) in[k] = float(k);
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 2> tile(sycl::range<2>(T, T + 1), h);
    h.parallel_for(sycl::nd_range<2>({n, n}, {T, T}), [=](sycl::nd_item<2> it) {
      size_t r = it.get_local_id(0), c = it.get_local_id(1);
      tile[r][c] = in[it.get_global_id(0) * n + it.get_global_id(1)];
      sycl::group_barrier(it.get_group());
      out[(it.get_group(1) * T + r) * n + it.get_group(0) * T + c] = tile[c][r];
    });
  }).wait();
  sycl::free(in, q);
  sycl::free(out, q);
}
