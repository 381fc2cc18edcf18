//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  int *data = sycl::malloc_shared<int>(10, q);
  int step = 3;
  auto kernel = [&](sycl::id<1> i) { data[i] = step; };
//              ^^^ proved captured-reference
//                                   ^^^^ related
  q.parallel_for(sycl::range<1>(10), kernel).wait();
//  ^^^^^^^^^^^^ related
  int got = data[9];
  sycl::free(data, q);
  return got == 3 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  int *data = sycl::malloc_shared<int>(10, q);
  int step = 3;
  auto kernel = [=](sycl::id<1> i) { data[i] = step; };
  q.parallel_for(sycl::range<1>(10), kernel).wait();
  int got = data[9];
  sycl::free(data, q);
  return got == 3 ? 0 : 1;
}
