//- /faulty.cpp
#include <sycl/sycl.hpp>


constexpr int GROUP = 128;

void sums(sycl::queue &q, const float *in, float *out, int groups) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> part(GROUP, h);
    h.parallel_for(sycl::nd_range<1>(groups * GROUP, GROUP), [=](sycl::nd_item<1> it) {
      const int l = it.get_local_id(0);
      part[l] = in[it.get_global_id(0)];
      sycl::group_barrier(it.get_group());
      for (int s = GROUP / 2; s > 0; s >>= 1) {
        if (l < s) part[l] += part[l + s];
//                            ^^^^^^^^^^^ proved data-race
//                 ^^^^^^^^^^^^^^^^^^^^^^ related
        // BARRIER
      }
      if (l == 0) out[it.get_group(0)] = part[0];
    });
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


constexpr int GROUP = 128;

void sums(sycl::queue &q, const float *in, float *out, int groups) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> part(GROUP, h);
    h.parallel_for(sycl::nd_range<1>(groups * GROUP, GROUP), [=](sycl::nd_item<1> it) {
      const int l = it.get_local_id(0);
      part[l] = in[it.get_global_id(0)];
      sycl::group_barrier(it.get_group());
      for (int s = GROUP / 2; s > 0; s >>= 1) {
        if (l < s) part[l] += part[l + s];
        sycl::group_barrier(it.get_group());
      }
      if (l == 0) out[it.get_group(0)] = part[0];
    });
  });
}
