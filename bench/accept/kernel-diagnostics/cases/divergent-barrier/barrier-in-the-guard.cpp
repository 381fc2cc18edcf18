//- /faulty.cpp
#include <sycl/sycl.hpp>


void pairs(sycl::queue &q, const float *x, float *y) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> t(64, h);
    h.parallel_for(sycl::nd_range<1>(1024, 64), [=](sycl::nd_item<1> it) {
      const int i = it.get_global_id(0), l = it.get_local_id(0);
      if (i < 1000) {
        t[l] = x[i];
        sycl::group_barrier(it.get_group());
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved divergent-barrier
      }
      y[i] = l > 0 && i < 1000 ? t[l - 1] : 0;
    });
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void pairs(sycl::queue &q, const float *x, float *y) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> t(64, h);
    h.parallel_for(sycl::nd_range<1>(1024, 64), [=](sycl::nd_item<1> it) {
      const int i = it.get_global_id(0), l = it.get_local_id(0);
      if (i < 1000) {
        t[l] = x[i];
      }
      sycl::group_barrier(it.get_group());
      y[i] = l > 0 && i < 1000 ? t[l - 1] : 0;
    });
  });
}
