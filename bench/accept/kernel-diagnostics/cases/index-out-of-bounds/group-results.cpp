//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 8192, group = 256;
  sycl::queue q;
  int *x = sycl::malloc_device<int>(n, q);
  int *partial = sycl::malloc_device<int>(n / group, q);
  q.fill(x, 1, n).wait();
  q.parallel_for(sycl::nd_range<1>(n, group), [=](sycl::nd_item<1> it) {
    int sum = sycl::reduce_over_group(it.get_group(), x[it.get_global_id(0)], sycl::plus<int>());
    if (it.get_local_id(0) == 0) partial[it.get_group(0)+ 1] = sum;
//                                       ^^^^^^^^^^^^^^^^^^ proved index-out-of-bounds
  }).wait();
  sycl::free(x, q);
  sycl::free(partial, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 8192, group = 256;
  sycl::queue q;
  int *x = sycl::malloc_device<int>(n, q);
  int *partial = sycl::malloc_device<int>(n / group, q);
  q.fill(x, 1, n).wait();
  q.parallel_for(sycl::nd_range<1>(n, group), [=](sycl::nd_item<1> it) {
    int sum = sycl::reduce_over_group(it.get_group(), x[it.get_global_id(0)], sycl::plus<int>());
    if (it.get_local_id(0) == 0) partial[it.get_group(0)] = sum;
  }).wait();
  sycl::free(x, q);
  sycl::free(partial, q);
}
