//- /faulty.cpp
#include <sycl/sycl.hpp>

void turn(sycl::queue &q, const float *in, float *out) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 2> t({16, 16}, h);
    h.parallel_for(sycl::nd_range<2>({64, 64}, {16, 16}), [=](sycl::nd_item<2> it) {
      int r = it.get_local_id(0), c = it.get_local_id(1);
      t[c][r] = in[it.get_global_linear_id()];
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint bank-conflict
      sycl::group_barrier(it.get_group());
      out[it.get_global_linear_id()] = t[r][15 - c];
    });
  }).wait();
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

void turn(sycl::queue &q, const float *in, float *out) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 2> t({16, 16}, h);
    h.parallel_for(sycl::nd_range<2>({64, 64}, {16, 16}), [=](sycl::nd_item<2> it) {
      int r = it.get_local_id(0), c = it.get_local_id(1);
      t[r][c] = in[it.get_global_linear_id()];
      sycl::group_barrier(it.get_group());
      out[it.get_global_linear_id()] = t[r][15 - c];
    });
  }).wait();
}
