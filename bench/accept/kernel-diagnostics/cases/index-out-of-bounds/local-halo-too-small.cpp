//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 4096, block = 64;
  sycl::queue q;
  float *in = sycl::malloc_shared<float>(n, q), *out = sycl::malloc_shared<float>(n, q);
  for (int k = 0; k < n; k++) in[k] = 1;
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> tile(sycl::range<1>(block), h);
    h.parallel_for(sycl::nd_range<1>(n, block), [=](sycl::nd_item<1> it) {
      int g = it.get_global_id(0), l = it.get_local_id(0);
      tile[l] = in[g];
      if (l < 1) tile[l + block] = g + block < n ? in[g + block] : 0.0f;
//                    ^^^^^^^^^ proved index-out-of-bounds
      sycl::group_barrier(it.get_group());
      out[g] = tile[l + 1];
//                  ^^^^^ proved index-out-of-bounds
    });
  }).wait();
  sycl::free(in, q);
  sycl::free(out, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 4096, block = 64;
  sycl::queue q;
  float *in = sycl::malloc_shared<float>(n, q), *out = sycl::malloc_shared<float>(n, q);
  for (int k = 0; k < n; k++) in[k] = 1;
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> tile(sycl::range<1>(block + 1), h);
    h.parallel_for(sycl::nd_range<1>(n, block), [=](sycl::nd_item<1> it) {
      int g = it.get_global_id(0), l = it.get_local_id(0);
      tile[l] = in[g];
      if (l < 1) tile[l + block] = g + block < n ? in[g + block] : 0.0f;
      sycl::group_barrier(it.get_group());
      out[g] = tile[l + 1];
    });
  }).wait();
  sycl::free(in, q);
  sycl::free(out, q);
}
