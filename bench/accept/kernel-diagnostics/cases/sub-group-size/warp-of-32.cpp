//- /faulty.cpp
// device: amd-mi250
#include <sycl/sycl.hpp>
constexpr int WARP = 32;
void run(sycl::queue &q, int *x) {
  q.submit([&](sycl::handler &h) {
    h.parallel_for<class Shift>(sycl::nd_range<1>(4096, 256),
//    ^^^^^^^^^^^^ proved sub-group-size
                                [=](sycl::nd_item<1> it) [[sycl::reqd_sub_group_size(WARP)]] {
                                  int v = x[it.get_global_id(0)];
                                  x[it.get_global_id(0)] = sycl::shift_group_left(it.get_sub_group(), v, 1);
                                });
  });
}
//- /fixed.cpp
// device: amd-mi250
#include <sycl/sycl.hpp>
constexpr int WARP = 64;
void run(sycl::queue &q, int *x) {
  q.submit([&](sycl::handler &h) {
    h.parallel_for<class Shift>(sycl::nd_range<1>(4096, 256),
                                [=](sycl::nd_item<1> it) [[sycl::reqd_sub_group_size(WARP)]] {
                                  int v = x[it.get_global_id(0)];
                                  x[it.get_global_id(0)] = sycl::shift_group_left(it.get_sub_group(), v, 1);
                                });
  });
}
