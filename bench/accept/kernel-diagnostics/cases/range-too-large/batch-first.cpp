//- /faulty.cpp
// device: nvidia-a100
#include <sycl/sycl.hpp>
void run(sycl::queue &q, sycl::half *x) {
  const size_t batch = 70000;
//             ^^^^^^^^^^^^^ proved range-too-large
  q.submit([&](sycl::handler &h) {
    sycl::range<3> all{batch, 8, 32}, group{1, 8, 32};
    h.parallel_for<class Clear>(sycl::nd_range<3>{all, group},
                                [=](sycl::nd_item<3> it) { x[it.get_global_linear_id()] = 0; });
  });
}
//- /fixed.cpp
// device: nvidia-a100
#include <sycl/sycl.hpp>
void run(sycl::queue &q, sycl::half *x) {
  const size_t batch = 60000;
  q.submit([&](sycl::handler &h) {
    sycl::range<3> all{batch, 8, 32}, group{1, 8, 32};
    h.parallel_for<class Clear>(sycl::nd_range<3>{all, group},
                                [=](sycl::nd_item<3> it) { x[it.get_global_linear_id()] = 0; });
  });
}
