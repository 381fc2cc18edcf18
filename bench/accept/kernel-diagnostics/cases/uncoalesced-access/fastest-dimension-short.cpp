//- /faulty.cpp
#include <sycl/sycl.hpp>

void rows_of_four(sycl::queue &q, const float *x, float *y) {
  constexpr size_t pitch = 1024;
  q.parallel_for(sycl::nd_range<2>({64, 4}, {32, 4}), [=](sycl::nd_item<2> it) {
    size_t r = it.get_global_id(0), c = it.get_global_id(1);
    y[r * 4 + c] = x[r * pitch + c];
//                 ^^^^^^^^^^^^^^^^ hint uncoalesced-access
  }).wait();
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

void rows_of_four(sycl::queue &q, const float *x, float *y) {
  constexpr size_t pitch = 4;
  q.parallel_for(sycl::nd_range<2>({64, 4}, {32, 4}), [=](sycl::nd_item<2> it) {
    size_t r = it.get_global_id(0), c = it.get_global_id(1);
    y[r * 4 + c] = x[r * pitch + c];
  }).wait();
}
