//- /faulty.cpp
#include <sycl/sycl.hpp>


void rows_then_columns(sycl::queue &q, const float *in, float *out) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 2> block({8, 9}, h);
    h.parallel_for(sycl::nd_range<2>({64, 64}, {8, 8}), [=](sycl::nd_item<2> it) {
      const int y = it.get_local_id(0), x = it.get_local_id(1);
      block[y][x] = in[it.get_global_id(0) * 64 + it.get_global_id(1)];
      sycl::group_barrier(it.get_group());
      float r = 0;
      for (int k = 0; k < 8; ++k) r += block[y][k];
      sycl::group_barrier(it.get_group());
      block[y][x] = r;
//    ^^^^^^^^^^^^^^^ related
      /* rows are done */
      float c = 0;
      for (int k = 0; k < 8; ++k) c += block[k][x];
//                                     ^^^^^^^^^^^ proved data-race
      out[it.get_global_id(0) * 64 + it.get_global_id(1)] = c;
    });
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void rows_then_columns(sycl::queue &q, const float *in, float *out) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 2> block({8, 9}, h);
    h.parallel_for(sycl::nd_range<2>({64, 64}, {8, 8}), [=](sycl::nd_item<2> it) {
      const int y = it.get_local_id(0), x = it.get_local_id(1);
      block[y][x] = in[it.get_global_id(0) * 64 + it.get_global_id(1)];
      sycl::group_barrier(it.get_group());
      float r = 0;
      for (int k = 0; k < 8; ++k) r += block[y][k];
      sycl::group_barrier(it.get_group());
      block[y][x] = r;
      sycl::group_barrier(it.get_group());
      float c = 0;
      for (int k = 0; k < 8; ++k) c += block[k][x];
      out[it.get_global_id(0) * 64 + it.get_global_id(1)] = c;
    });
  });
}
