//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr size_t n = 256;
  sycl::queue q;
  float *in = sycl::malloc_shared<float>(n * n, q);
  float *out = sycl::malloc_shared<float>(n * n, q);
  for (size_t k = 0; k < n * n; k++) in[k] = float(k);
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 2> tile(sycl::range<2>(16, 17), h);
    h.parallel_for(sycl::nd_range<2>({n, n}, {16, 16}), [=](sycl::nd_item<2> it) {
      size_t r = it.get_global_id(0), c = it.get_global_id(1);
      size_t lr = it.get_local_id(0), lc = it.get_local_id(1);
      tile[lr][lc] = in[r * n + c];
      sycl::group_barrier(it.get_group());
      out[c * n + r] = tile[lr][lc];
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint uncoalesced-access
    });
  }).wait();
  sycl::free(in, q);
  sycl::free(out, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr size_t n = 256;
  sycl::queue q;
  float *in = sycl::malloc_shared<float>(n * n, q);
  float *out = sycl::malloc_shared<float>(n * n, q);
  for (size_t k = 0; k < n * n; k++) in[k] = float(k);
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 2> tile(sycl::range<2>(16, 17), h);
    h.parallel_for(sycl::nd_range<2>({n, n}, {16, 16}), [=](sycl::nd_item<2> it) {
      size_t r = it.get_global_id(0), c = it.get_global_id(1);
      size_t lr = it.get_local_id(0), lc = it.get_local_id(1);
      tile[lr][lc] = in[r * n + c];
      sycl::group_barrier(it.get_group());
      out[(it.get_group(1) * 16 + lr) * n + it.get_group(0) * 16 + lc] = tile[lc][lr];
    });
  }).wait();
  sycl::free(in, q);
  sycl::free(out, q);
}
