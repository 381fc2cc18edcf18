//- /faulty.cpp
#include <sycl/sycl.hpp>

void iota(sycl::queue &q, int *x, size_t n) {
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { x[i] = (int)i[0]; });
//  ^^^^^^^^^^^^ related
//                                                       ^^^^^^^^^^^^^^^^ related
}

int main() {
  const size_t n = 77;
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(n, q);
  iota(q, x, n);
  bool ok = x[5] == 5;
//          ^^^^ proved missing-wait
  q.wait();
  sycl::free(x, q);
  return ok ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

void iota(sycl::queue &q, int *x, size_t n) {
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { x[i] = (int)i[0]; }).wait();
}

int main() {
  const size_t n = 77;
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(n, q);
  iota(q, x, n);
  bool ok = x[5] == 5;
  q.wait();
  sycl::free(x, q);
  return ok ? 0 : 1;
}
