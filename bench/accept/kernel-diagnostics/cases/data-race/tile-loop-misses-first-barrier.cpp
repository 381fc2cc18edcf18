//- /faulty.cpp
#include <sycl/sycl.hpp>


int main() {
  constexpr int N = 1024, B = 64;
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(N, q);
  float *y = sycl::malloc_shared<float>(N, q);
  for (int i = 0; i < N; ++i) x[i] = i;
  q.submit([&](sycl::handler &h) {
     sycl::local_accessor<float, 1> tile(B, h);
     h.parallel_for<class nbody>(sycl::nd_range<1>(N, B), [=](sycl::nd_item<1> it) {
       float acc = 0;
       const int i = it.get_global_id(0);
       for (int base = 0; base < N; base += B) {
         tile[it.get_local_id(0)] = x[base + it.get_local_id(0)];
//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
         // fill
         for (int j = 0; j < B; ++j) acc += tile[j] - x[i];
//                                          ^^^^^^^ proved data-race
         it.barrier(sycl::access::fence_space::local_space);
       }
       y[i] = acc;
     });
   }).wait();
  sycl::free(x, q);
  sycl::free(y, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


int main() {
  constexpr int N = 1024, B = 64;
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(N, q);
  float *y = sycl::malloc_shared<float>(N, q);
  for (int i = 0; i < N; ++i) x[i] = i;
  q.submit([&](sycl::handler &h) {
     sycl::local_accessor<float, 1> tile(B, h);
     h.parallel_for<class nbody>(sycl::nd_range<1>(N, B), [=](sycl::nd_item<1> it) {
       float acc = 0;
       const int i = it.get_global_id(0);
       for (int base = 0; base < N; base += B) {
         tile[it.get_local_id(0)] = x[base + it.get_local_id(0)];
         it.barrier(sycl::access::fence_space::local_space);
         for (int j = 0; j < B; ++j) acc += tile[j] - x[i];
         it.barrier(sycl::access::fence_space::local_space);
       }
       y[i] = acc;
     });
   }).wait();
  sycl::free(x, q);
  sycl::free(y, q);
}
