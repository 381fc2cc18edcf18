//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int per_group = 32 / 64;
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(64, q);
  q.parallel_for(sycl::nd_range<1>(64, per_group), [=](sycl::nd_item<1> it) { x[it.get_global_id(0)] = 1; }).wait();
//  ^^^^^^^^^^^^ proved launch-mismatch
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int per_group = 64 / 32;
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(64, q);
  q.parallel_for(sycl::nd_range<1>(64, per_group), [=](sycl::nd_item<1> it) { x[it.get_global_id(0)] = 1; }).wait();
  sycl::free(x, q);
}
