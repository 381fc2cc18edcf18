//- /faulty.cpp
#include <sycl/sycl.hpp>


void exchange(sycl::queue &q, int *data) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> box(64, h);
    h.parallel_for(sycl::nd_range<1>(1024, 64), [=](sycl::nd_item<1> it) {
      const int l = it.get_local_id(0);
      box[l] = data[it.get_global_id(0)];
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
      // neighbours of one sub-group run in lock step: they do not
      data[it.get_global_id(0)] = box[l] + box[(l + 1) % 64];
//                                         ^^^^^^^^^^^^^^^^^ proved data-race
    });
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void exchange(sycl::queue &q, int *data) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> box(64, h);
    h.parallel_for(sycl::nd_range<1>(1024, 64), [=](sycl::nd_item<1> it) {
      const int l = it.get_local_id(0);
      box[l] = data[it.get_global_id(0)];
      sycl::group_barrier(it.get_group());
      data[it.get_global_id(0)] = box[l] + box[(l + 1) % 64];
    });
  });
}
