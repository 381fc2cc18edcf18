//- /faulty.cpp
// device: nvidia-v100
#include <sycl/sycl.hpp>
void run(sycl::queue &q, float *m) {
  constexpr size_t rows = 1 << 17, columns = 128;
//                 ^^^^^^^^^^^^^^ proved range-too-large
  q.parallel_for(sycl::nd_range<2>({rows, columns}, {1, columns}), [=](sycl::nd_item<2> it) {
//  ^^^^^^^^^^^^ related
    m[it.get_global_linear_id()] = 0;
  });
  q.wait();
}
//- /fixed.cpp
// device: nvidia-v100
#include <sycl/sycl.hpp>
void run(sycl::queue &q, float *m) {
  constexpr size_t rows = 1 << 17, columns = 128;
  q.parallel_for(sycl::nd_range<2>({rows, columns}, {4, columns}), [=](sycl::nd_item<2> it) {
    m[it.get_global_linear_id()] = 0;
  });
  q.wait();
}
