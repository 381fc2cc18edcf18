//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 128;
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(n * 8, q);
  for (int k = 0; k < n * 8; k++) x[k] = k;
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> id) {
    int own[8];
    for (int k = 0; k < 8; k++) own[k] = x[int(id[0]) * 8 + k];
    for (int k = 7; k >= 0; k--) own[k] += own[k - 1];
//                                             ^^^^^ proved negative-index
    for (int k = 0; k < 8; k++) x[int(id[0]) * 8 + k] = own[k];
  }).wait();
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 128;
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(n * 8, q);
  for (int k = 0; k < n * 8; k++) x[k] = k;
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> id) {
    int own[8];
    for (int k = 0; k < 8; k++) own[k] = x[int(id[0]) * 8 + k];
    for (int k = 7; k > 0; k--) own[k] += own[k - 1];
    for (int k = 0; k < 8; k++) x[int(id[0]) * 8 + k] = own[k];
  }).wait();
  sycl::free(x, q);
}
