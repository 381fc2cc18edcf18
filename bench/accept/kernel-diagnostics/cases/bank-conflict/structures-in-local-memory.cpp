//- /faulty.cpp
#include <sycl/sycl.hpp>

struct Cell { float a, b, c, d; };

void blur(sycl::queue &q, const float *in, float *out) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<Cell> cells(64, h);
    h.parallel_for(sycl::nd_range<1>(512, 64), [=](sycl::nd_item<1> it) {
      size_t l = it.get_local_id(0);
      cells[l].a = in[it.get_global_id(0)];
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint bank-conflict
      sycl::group_barrier(it.get_group());
      out[it.get_global_id(0)] = cells[63 - l].a;
//                               ^^^^^^^^^^^^^^^ hint bank-conflict
    });
  }).wait();
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

struct Cell { float a, b, c, d; };

void blur(sycl::queue &q, const float *in, float *out) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float> cells(64, h);
    h.parallel_for(sycl::nd_range<1>(512, 64), [=](sycl::nd_item<1> it) {
      size_t l = it.get_local_id(0);
      cells[l] = in[it.get_global_id(0)];
      sycl::group_barrier(it.get_group());
      out[it.get_global_id(0)] = cells[63 - l];
    });
  }).wait();
}
