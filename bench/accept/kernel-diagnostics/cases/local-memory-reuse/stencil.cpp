//- /faulty.cpp
#include <sycl/sycl.hpp>

void blur(sycl::queue &q, const float *in, float *out) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float> t(130, h);
    h.parallel_for(sycl::nd_range<1>(1024, 128), [=](sycl::nd_item<1> it) {
      size_t i = it.get_global_id(0) + 1, l = it.get_local_id(0) + 1;
      t[l] = 0;
      out[i] = in[i - 1] + in[i] + in[i + 1] + t[l];
//             ^^^^^^^^^ hint local-memory-reuse
//                         ^^^^^ related
//                                 ^^^^^^^^^ related
    });
  }).wait();
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

void blur(sycl::queue &q, const float *in, float *out) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float> t(130, h);
    h.parallel_for(sycl::nd_range<1>(1024, 128), [=](sycl::nd_item<1> it) {
      size_t i = it.get_global_id(0) + 1, l = it.get_local_id(0) + 1;
      t[l] = in[i];
      if (l == 1) t[0] = in[i - 1];
      if (l == 128) t[129] = in[i + 1];
      sycl::group_barrier(it.get_group());
      out[i] = t[l - 1] + t[l] + t[l + 1];
    });
  }).wait();
}
