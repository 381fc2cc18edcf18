//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 300;
  sycl::queue q;
  int *a = sycl::malloc_shared<int>(n, q);
  int *b = sycl::malloc_shared<int>(n, q);
  sycl::event ea = q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { a[i] = 1; });
  sycl::event eb = q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { b[i] = 2; });
//                   ^^^^^^^^^^^^ related
//                                                                        ^^^^^^^^ related
  ea.wait();
  int s = a[0] + b[0];
//               ^^^^ proved missing-wait
  eb.wait();
  sycl::free(a, q);
  sycl::free(b, q);
  return s == 3 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 300;
  sycl::queue q;
  int *a = sycl::malloc_shared<int>(n, q);
  int *b = sycl::malloc_shared<int>(n, q);
  sycl::event ea = q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { a[i] = 1; });
  sycl::event eb = q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { b[i] = 2; });
  sycl::event::wait({ea, eb});
  int s = a[0] + b[0];
  eb.wait();
  sycl::free(a, q);
  sycl::free(b, q);
  return s == 3 ? 0 : 1;
}
