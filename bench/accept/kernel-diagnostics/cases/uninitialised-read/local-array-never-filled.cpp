//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 1024, block = 128;
  sycl::queue q;
  float *x = sycl::malloc_device<float>(n, q);
  q.fill(x, 1.0f, n).wait();
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> t(block, h);
    h.parallel_for(sycl::nd_range<1>(n, block), [=](sycl::nd_item<1> it) {
      int l = it.get_local_id(0);
      sycl::group_barrier(it.get_group());
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved redundant-barrier
      x[it.get_global_id(0)] = t[block - 1 - l];
//                             ^^^^^^^^^^^^^^^^ proved uninitialised-read
    });
  }).wait();
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 1024, block = 128;
  sycl::queue q;
  float *x = sycl::malloc_device<float>(n, q);
  q.fill(x, 1.0f, n).wait();
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> t(block, h);
    h.parallel_for(sycl::nd_range<1>(n, block), [=](sycl::nd_item<1> it) {
      int l = it.get_local_id(0);
      t[l] = x[it.get_global_id(0)];
      sycl::group_barrier(it.get_group());
      x[it.get_global_id(0)] = t[block - 1 - l];
    });
  }).wait();
  sycl::free(x, q);
}
