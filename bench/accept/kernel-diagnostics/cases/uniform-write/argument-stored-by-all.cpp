//- /faulty.cpp
#include <sycl/sycl.hpp>


void publish(sycl::queue &q, float *where, float value) {
  q.parallel_for<class pub>(sycl::nd_range<1>(256, 32), [=](sycl::nd_item<1> it) { where[0] = value; });
//                                                                                 ^^^^^^^^^^^^^^^^ proved uniform-write
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void publish(sycl::queue &q, float *where, float value) {
  q.parallel_for<class pub>(sycl::nd_range<1>(256, 32), [=](sycl::nd_item<1> it) { if (it.get_global_id(0) == 0) where[0] = value; });
}
