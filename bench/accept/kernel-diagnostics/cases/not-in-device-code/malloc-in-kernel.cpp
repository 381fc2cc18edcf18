//- /faulty.cpp
#include <sycl/sycl.hpp>
#include <cstdlib>

int main() {
  sycl::queue q;
  int *y = sycl::malloc_shared<int>(64, q);
  q.parallel_for(sycl::range<1>(64), [=](sycl::id<1> i) {
//  ^^^^^^^^^^^^ related
    int *t = (int *)malloc(2 * sizeof(int));
//                  ^^^^^^ proved not-in-device-code
    t[0] = 1;
    t[1] = 2;
    y[i] = t[0] + t[1];
    free(t);
//  ^^^^ proved not-in-device-code
  }).wait();
  sycl::free(y, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>
#include <cstdlib>

int main() {
  sycl::queue q;
  int *y = sycl::malloc_shared<int>(64, q);
  q.parallel_for(sycl::range<1>(64), [=](sycl::id<1> i) {
    int t[2];
    t[0] = 1;
    t[1] = 2;
    y[i] = t[0] + t[1];
  }).wait();
  sycl::free(y, q);
}
