//- /faulty.cpp
// device: intel-gpu-max
#include <sycl/sycl.hpp>
constexpr int N = 2048;
void run(sycl::queue &q, sycl::buffer<float, 2> &in, sycl::buffer<float, 2> &out) {
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(in, h, sycl::read_only);
    sycl::accessor b(out, h, sycl::write_only, sycl::no_init);
    h.parallel_for<class Transpose>(sycl::nd_range<2>({N, N}, {32, 64}), [=](sycl::nd_item<2> it) {
//                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved work-group-too-large
      b[it.get_global_id(1)][it.get_global_id(0)] = a[it.get_global_id()];
    });
  });
}
//- /fixed.cpp
// device: intel-gpu-max
#include <sycl/sycl.hpp>
constexpr int N = 2048;
void run(sycl::queue &q, sycl::buffer<float, 2> &in, sycl::buffer<float, 2> &out) {
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(in, h, sycl::read_only);
    sycl::accessor b(out, h, sycl::write_only, sycl::no_init);
    h.parallel_for<class Transpose>(sycl::nd_range<2>({N, N}, {32, 32}), [=](sycl::nd_item<2> it) {
      b[it.get_global_id(1)][it.get_global_id(0)] = a[it.get_global_id()];
    });
  });
}
