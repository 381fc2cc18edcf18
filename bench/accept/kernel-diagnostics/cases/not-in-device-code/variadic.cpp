//- /faulty.cpp
#include <cstdarg>
#include <sycl/sycl.hpp>

int first(int count, ...) { return count; }
//  ^^^^^ proved not-in-device-code

int main() {
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(4, q);
  q.parallel_for(sycl::range<1>(4), [=](sycl::id<1> i) { x[i] = first(2, 3, 4); }).wait();
//  ^^^^^^^^^^^^ related
//                                                              ^^^^^ related
  sycl::free(x, q);
}
//- /fixed.cpp
#include <cstdarg>
#include <sycl/sycl.hpp>

template <typename... T>
int first(int count, T...) { return count; }

int main() {
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(4, q);
  q.parallel_for(sycl::range<1>(4), [=](sycl::id<1> i) { x[i] = first(2, 3, 4); }).wait();
  sycl::free(x, q);
}
