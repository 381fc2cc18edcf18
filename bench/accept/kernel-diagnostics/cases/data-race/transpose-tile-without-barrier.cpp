//- /faulty.cpp
#include <sycl/sycl.hpp>


void transpose(sycl::queue &q, const double *in, double *out, int n) {
  constexpr int T = 8;
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<double, 2> tile(sycl::range<2>(T, T + 1), h);
    h.parallel_for<class tr>(sycl::nd_range<2>({64, 64}, {T, T}), [=](sycl::nd_item<2> item) {
      int r = item.get_local_id(0), c = item.get_local_id(1);
      tile[r][c] = in[item.get_global_id(0) * 64 + item.get_global_id(1)];
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
      /* all in */
      int row = item.get_group(1) * T + r, col = item.get_group(0) * T + c;
      out[row * 64 + col] = tile[c][r];
//                          ^^^^^^^^^^ proved data-race
    });
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void transpose(sycl::queue &q, const double *in, double *out, int n) {
  constexpr int T = 8;
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<double, 2> tile(sycl::range<2>(T, T + 1), h);
    h.parallel_for<class tr>(sycl::nd_range<2>({64, 64}, {T, T}), [=](sycl::nd_item<2> item) {
      int r = item.get_local_id(0), c = item.get_local_id(1);
      tile[r][c] = in[item.get_global_id(0) * 64 + item.get_global_id(1)];
      item.barrier(sycl::access::fence_space::local_space);
      int row = item.get_group(1) * T + r, col = item.get_group(0) * T + c;
      out[row * 64 + col] = tile[c][r];
    });
  });
}
