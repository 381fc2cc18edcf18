//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 1024, block = 128;
  sycl::queue q;
  int *x = sycl::malloc_device<int>(n, q);
  q.fill(x, 3, n).wait();
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> t(block, h);
    h.parallel_for(sycl::nd_range<1>(n, block), [=](sycl::nd_item<1> it) {
      int l = it.get_local_id(0);
      t[l] = x[it.get_global_id(0)];
      it.barrier(sycl::access::fence_space::local_space);
      int right = t[l + 1];
//                  ^^^^^ proved index-out-of-bounds
      x[it.get_global_id(0)] = t[l] - right;
    });
  }).wait();
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 1024, block = 128;
  sycl::queue q;
  int *x = sycl::malloc_device<int>(n, q);
  q.fill(x, 3, n).wait();
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> t(block, h);
    h.parallel_for(sycl::nd_range<1>(n, block), [=](sycl::nd_item<1> it) {
      int l = it.get_local_id(0);
      t[l] = x[it.get_global_id(0)];
      it.barrier(sycl::access::fence_space::local_space);
      int right = l + 1 < block ? t[l + 1] : 0;
      x[it.get_global_id(0)] = t[l] - right;
    });
  }).wait();
  sycl::free(x, q);
}
