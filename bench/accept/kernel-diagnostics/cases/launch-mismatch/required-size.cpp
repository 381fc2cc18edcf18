//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(1024, q);
  q.parallel_for(sycl::nd_range<1>(1024, 64),
//  ^^^^^^^^^^^^ proved launch-mismatch
                 [=](sycl::nd_item<1> it) [[sycl::reqd_work_group_size(128)]] { x[it.get_global_id(0)] = 1; }).wait();
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(1024, q);
  q.parallel_for(sycl::nd_range<1>(1024, 128),
                 [=](sycl::nd_item<1> it) [[sycl::reqd_work_group_size(128)]] { x[it.get_global_id(0)] = 1; }).wait();
  sycl::free(x, q);
}
