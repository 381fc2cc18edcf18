//- /faulty.cpp
// device: amd-mi250
#include <sycl/sycl.hpp>
constexpr int T = 96;
void run(sycl::queue &q, float *a, float *c) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 2> at(sycl::range<2>(T, T), h);
//                                    ^^^^^^^^^^^^^^^^^^^^ proved local-memory-exceeded
    sycl::local_accessor<float, 2> ct(sycl::range<2>(T, 80), h);
//                                    ^^^^^^^^^^^^^^^^^^^^^ related
    h.parallel_for(sycl::nd_range<2>({T, 16}, {8, 16}), [=](sycl::nd_item<2> it) {
//    ^^^^^^^^^^^^ related
      int y = it.get_global_id(0), x = it.get_global_id(1), l = it.get_local_id(0);
      at[l][x] = a[y * T + x];
      ct[l][x] = 2 * at[l][x];
      c[y * T + x] = ct[l][x];
    });
  });
  q.wait();
}
//- /fixed.cpp
// device: amd-mi250
#include <sycl/sycl.hpp>
constexpr int T = 64;
void run(sycl::queue &q, float *a, float *c) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 2> at(sycl::range<2>(T, T), h);
    sycl::local_accessor<float, 2> ct(sycl::range<2>(T, T), h);
    h.parallel_for(sycl::nd_range<2>({T, 16}, {8, 16}), [=](sycl::nd_item<2> it) {
      int y = it.get_global_id(0), x = it.get_global_id(1), l = it.get_local_id(0);
      at[l][x] = a[y * T + x];
      ct[l][x] = 2 * at[l][x];
      c[y * T + x] = ct[l][x];
    });
  });
  q.wait();
}
