//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 1024;
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(n, q);
  q.parallel_for(sycl::range<1>(n / 2), [=](sycl::id<1> id) {
    int i = (int)id[0];
    x[(int)(i * 2.0f)] = i;
//    ^^^^^^^^^^^^^^^ hint precision-loss
  }).wait();
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 1024;
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(n, q);
  q.parallel_for(sycl::range<1>(n / 2), [=](sycl::id<1> id) {
    int i = (int)id[0];
    x[i * 2] = i;
  }).wait();
  sycl::free(x, q);
}
