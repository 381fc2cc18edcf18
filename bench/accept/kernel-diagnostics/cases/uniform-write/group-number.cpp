//- /faulty.cpp
#include <sycl/sycl.hpp>


void owners(sycl::queue &q, int *owner) {
  q.parallel_for(sycl::nd_range<1>(1024, 128), [=](sycl::nd_item<1> it) {
    owner[it.get_group(0)] = it.get_group(0);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved uniform-write
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void owners(sycl::queue &q, int *owner) {
  q.parallel_for(sycl::nd_range<1>(1024, 128), [=](sycl::nd_item<1> it) {
    if (it.get_local_id(0) == 0) owner[it.get_group(0)] = it.get_group(0);
  });
}
