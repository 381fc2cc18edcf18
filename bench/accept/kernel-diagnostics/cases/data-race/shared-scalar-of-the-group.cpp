//- /faulty.cpp
#include <sycl/sycl.hpp>


void centre(sycl::queue &q, float *x) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> mean(1, h);
    h.parallel_for(sycl::nd_range<1>(512, 64), [=](sycl::nd_item<1> it) {
      auto g = it.get_group();
      const float s = sycl::reduce_over_group(g, x[it.get_global_id(0)], sycl::plus<>());
      if (g.leader()) mean[0] = s / 64;
//                    ^^^^^^^^^^^^^^^^ related
      /* all wait for the leader */
      x[it.get_global_id(0)] -= mean[0];
//                              ^^^^^^^ proved data-race
    });
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void centre(sycl::queue &q, float *x) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> mean(1, h);
    h.parallel_for(sycl::nd_range<1>(512, 64), [=](sycl::nd_item<1> it) {
      auto g = it.get_group();
      const float s = sycl::reduce_over_group(g, x[it.get_global_id(0)], sycl::plus<>());
      if (g.leader()) mean[0] = s / 64;
      sycl::group_barrier(g);
      x[it.get_global_id(0)] -= mean[0];
    });
  });
}
