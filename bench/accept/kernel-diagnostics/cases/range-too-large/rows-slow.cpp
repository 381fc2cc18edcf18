//- /faulty.cpp
// device: nvidia-v100
#include <sycl/sycl.hpp>
int main() {
  sycl::queue q;
  constexpr size_t rows = 1 << 17, columns = 128;
//                 ^^^^^^^^^^^^^^ proved range-too-large
  float *m = sycl::malloc_device<float>(rows * columns, q);
  q.parallel_for(sycl::nd_range<2>({rows, columns}, {1, columns}), [=](sycl::nd_item<2> it) {
//  ^^^^^^^^^^^^ related
    m[it.get_global_linear_id()] = 0;
  });
  q.wait();
}
//- /fixed.cpp
// device: nvidia-v100
#include <sycl/sycl.hpp>
int main() {
  sycl::queue q;
  constexpr size_t rows = 1 << 17, columns = 128;
  float *m = sycl::malloc_device<float>(rows * columns, q);
  q.parallel_for(sycl::nd_range<2>({rows, columns}, {4, columns}), [=](sycl::nd_item<2> it) {
    m[it.get_global_linear_id()] = 0;
  });
  q.wait();
}
