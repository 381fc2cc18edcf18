//- /faulty.cpp
// device: intel-gpu-max
#include <sycl/sycl.hpp>
struct Stages {
  float *out;
  sycl::local_accessor<float, 2> a, b, c;
  void operator()(sycl::nd_item<1> it) const {
    int l = it.get_local_id(0);
    a[0][l] = l;
    b[0][l] = a[0][l] + 1;
    c[0][l] = b[0][l] + 1;
    out[it.get_global_id(0)] = c[0][l];
  }
};
void run(sycl::queue &q, float *out) {
  q.submit([&](sycl::handler &h) {
    sycl::range<2> tile(128, 96);
//                 ^^^^^^^^^^^^^ proved local-memory-exceeded
    h.parallel_for(sycl::nd_range<1>(1024, 64),
                   Stages{out, sycl::local_accessor<float, 2>(tile, h), sycl::local_accessor<float, 2>(tile, h),
                          sycl::local_accessor<float, 2>(tile, h)});
  });
}
//- /fixed.cpp
// device: intel-gpu-max
#include <sycl/sycl.hpp>
struct Stages {
  float *out;
  sycl::local_accessor<float, 2> a, b, c;
  void operator()(sycl::nd_item<1> it) const {
    int l = it.get_local_id(0);
    a[0][l] = l;
    b[0][l] = a[0][l] + 1;
    c[0][l] = b[0][l] + 1;
    out[it.get_global_id(0)] = c[0][l];
  }
};
void run(sycl::queue &q, float *out) {
  q.submit([&](sycl::handler &h) {
    sycl::range<2> tile(64, 96);
    h.parallel_for(sycl::nd_range<1>(1024, 64),
                   Stages{out, sycl::local_accessor<float, 2>(tile, h), sycl::local_accessor<float, 2>(tile, h),
                          sycl::local_accessor<float, 2>(tile, h)});
  });
}
