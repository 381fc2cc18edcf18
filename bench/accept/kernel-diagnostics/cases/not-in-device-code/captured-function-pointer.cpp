//- /faulty.cpp
#include <sycl/sycl.hpp>

int negate(int x) { return -x; }

int main() {
  sycl::queue q;
  int (*op)(int) = negate;
  int *x = sycl::malloc_shared<int>(8, q);
  q.parallel_for(sycl::range<1>(8), [=](sycl::id<1> i) { x[i] = op((int)i[0]); }).wait();
//                                                              ^^ proved not-in-device-code
//  ^^^^^^^^^^^^ related
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int negate(int x) { return -x; }

int main() {
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(8, q);
  q.parallel_for(sycl::range<1>(8), [=](sycl::id<1> i) { x[i] = negate((int)i[0]); }).wait();
  sycl::free(x, q);
}
