//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 1024, block = 64, radius = 3;
  sycl::queue q;
  float *in = sycl::malloc_shared<float>(n, q), *out = sycl::malloc_shared<float>(n, q);
  for (int k = 0; k < n; k++) in[k] = k;
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> t(block + radius, h);
    h.parallel_for(sycl::nd_range<1>(n, block), [=](sycl::nd_item<1> it) {
      int g = it.get_global_id(0), l = it.get_local_id(0);
      t[l + radius] = in[g];
      if (l < radius) t[l] = in[g - radius];
//                              ^^^^^^^^^^ proved negative-index
      sycl::group_barrier(it.get_group());
      out[g] = t[l] + t[l + radius];
    });
  }).wait();
  sycl::free(in, q);
  sycl::free(out, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 1024, block = 64, radius = 3;
  sycl::queue q;
  float *in = sycl::malloc_shared<float>(n, q), *out = sycl::malloc_shared<float>(n, q);
  for (int k = 0; k < n; k++) in[k] = k;
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> t(block + radius, h);
    h.parallel_for(sycl::nd_range<1>(n, block), [=](sycl::nd_item<1> it) {
      int g = it.get_global_id(0), l = it.get_local_id(0);
      t[l + radius] = in[g];
      if (l < radius) t[l] = g >= radius ? in[g - radius] : 0.0f;
      sycl::group_barrier(it.get_group());
      out[g] = t[l] + t[l + radius];
    });
  }).wait();
  sycl::free(in, q);
  sycl::free(out, q);
}
