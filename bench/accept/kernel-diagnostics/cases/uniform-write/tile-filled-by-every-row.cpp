//- /faulty.cpp
#include <sycl/sycl.hpp>
int main() {
  sycl::queue q;
  float *a = sycl::malloc_shared<float>(4096, q), *b = sycl::malloc_shared<float>(4096, q);
  q.fill(a, 1.0f, 4096).wait();
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> t(sycl::range<1>(128), h);
    h.parallel_for(sycl::nd_range<2>({8, 1024}, {8, 32}), [=](sycl::nd_item<2> it) {
      int tx = it.get_local_id(1), ty = it.get_local_id(0), bx = it.get_group(1);
      for (int k = 0; k < 4; k++) t[tx + k * 32] = a[bx * 128 + tx + k * 32];
//                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved uniform-write
      sycl::group_barrier(it.get_group());
      if (ty == 0) b[bx * 128 + tx] = t[tx] + t[tx + 32] + t[127 - tx];
    });
  }).wait();
  sycl::free(a, q);
  sycl::free(b, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>
int main() {
  sycl::queue q;
  float *a = sycl::malloc_shared<float>(4096, q), *b = sycl::malloc_shared<float>(4096, q);
  q.fill(a, 1.0f, 4096).wait();
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> t(sycl::range<1>(128), h);
    h.parallel_for(sycl::nd_range<2>({8, 1024}, {8, 32}), [=](sycl::nd_item<2> it) {
      int tx = it.get_local_id(1), ty = it.get_local_id(0), bx = it.get_group(1);
      if (ty < 4) t[tx + ty * 32] = a[bx * 128 + tx + ty * 32];
      sycl::group_barrier(it.get_group());
      if (ty == 0) b[bx * 128 + tx] = t[tx] + t[tx + 32] + t[127 - tx];
    });
  }).wait();
  sycl::free(a, q);
  sycl::free(b, q);
}
