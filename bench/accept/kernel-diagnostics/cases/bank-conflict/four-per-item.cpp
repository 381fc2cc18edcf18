//- /faulty.cpp
#include <sycl/sycl.hpp>

void stage(sycl::queue &q, const float *in, float *out) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float> s(512, h);
    h.parallel_for(sycl::nd_range<1>(1024, 128), [=](sycl::nd_item<1> it) {
      size_t l = it.get_local_id(0);
      for (int k = 0; k < 4; k++) s[l * 4 + k] = in[it.get_group(0) * 512 + k * 128 + l];
//                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint bank-conflict
      sycl::group_barrier(it.get_group());
      out[it.get_global_id(0)] = s[l] + s[l + 128];
    });
  }).wait();
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

void stage(sycl::queue &q, const float *in, float *out) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float> s(512, h);
    h.parallel_for(sycl::nd_range<1>(1024, 128), [=](sycl::nd_item<1> it) {
      size_t l = it.get_local_id(0);
      for (int k = 0; k < 4; k++) s[k * 128 + l] = in[it.get_group(0) * 512 + k * 128 + l];
      sycl::group_barrier(it.get_group());
      out[it.get_global_id(0)] = s[l] + s[l + 128];
    });
  }).wait();
}
