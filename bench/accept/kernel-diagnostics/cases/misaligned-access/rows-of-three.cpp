//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int rows = 64;
  sycl::queue q;
  float *m = sycl::malloc_shared<float>(rows * 4, q);
  float *sums = sycl::malloc_shared<float>(rows, q);
  for (int k = 0; k < rows * 4; k++) m[k] = 1;
  q.parallel_for(sycl::range<1>(rows), [=](sycl::id<1> id) {
    int r = id[0];
    sycl::float2 v = *reinterpret_cast<sycl::float2 *>(m + r * 3);
//                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved misaligned-access
    sums[r] = v.x() + v.y();
  }).wait();
  sycl::free(m, q);
  sycl::free(sums, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int rows = 64;
  sycl::queue q;
  float *m = sycl::malloc_shared<float>(rows * 4, q);
  float *sums = sycl::malloc_shared<float>(rows, q);
  for (int k = 0; k < rows * 4; k++) m[k] = 1;
  q.parallel_for(sycl::range<1>(rows), [=](sycl::id<1> id) {
    int r = id[0];
    sycl::float2 v = *reinterpret_cast<sycl::float2 *>(m + r * 4);
    sums[r] = v.x() + v.y();
  }).wait();
  sycl::free(m, q);
  sycl::free(sums, q);
}
