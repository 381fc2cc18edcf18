//- /faulty.cpp
#include <sycl/sycl.hpp>


int main() {
  constexpr int n = 1000;
  sycl::queue q;
  int *x = sycl::malloc_device<int>(1024, q);
  q.parallel_for(sycl::nd_range<1>(1024, 128), [=](sycl::nd_item<1> it) {
     if (it.get_global_id(0) >= n) return;
     it.barrier();
//   ^^^^^^^^^^^^ proved divergent-barrier
     x[it.get_global_id(0)] = 1;
   }).wait();
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


int main() {
  constexpr int n = 1000;
  sycl::queue q;
  int *x = sycl::malloc_device<int>(1024, q);
  q.parallel_for(sycl::nd_range<1>(1024, 128), [=](sycl::nd_item<1> it) {
     it.barrier();
     if (it.get_global_id(0) >= n) return;
     x[it.get_global_id(0)] = 1;
   }).wait();
  sycl::free(x, q);
}
