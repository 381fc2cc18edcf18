//- /faulty.cpp
#include <sycl/sycl.hpp>


void publish(sycl::queue &q, int *x) {
  q.parallel_for(sycl::nd_range<1>(64, 32), [=](sycl::nd_item<1> it) {
    if (it.get_local_id(0) == 0) {
      x[it.get_group(0)] = 5;
      it.barrier();
//    ^^^^^^^^^^^^ proved divergent-barrier
    }
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void publish(sycl::queue &q, int *x) {
  q.parallel_for(sycl::nd_range<1>(64, 32), [=](sycl::nd_item<1> it) {
    if (it.get_local_id(0) == 0) {
      x[it.get_group(0)] = 5;
    }
    it.barrier();
  });
}
