//- /faulty.cpp
#include <sycl/sycl.hpp>


template <typename T> void fill(sycl::nd_item<1> it, T *p, T v) { p[it.get_local_id(0)] = v + static_cast<T>(it.get_group(0)); }
//                                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved data-race

void launch(sycl::queue &q, int *p) {
  q.parallel_for(sycl::nd_range<1>(256, 64), [=](sycl::nd_item<1> it) { fill(it, p, 7); });
//                                                                      ^^^^^^^^^^^^^^ related
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


template <typename T> void fill(sycl::nd_item<1> it, T *p, T v) { p[it.get_global_id(0)] = v + static_cast<T>(it.get_group(0)); }

void launch(sycl::queue &q, int *p) {
  q.parallel_for(sycl::nd_range<1>(256, 64), [=](sycl::nd_item<1> it) { fill(it, p, 7); });
}
