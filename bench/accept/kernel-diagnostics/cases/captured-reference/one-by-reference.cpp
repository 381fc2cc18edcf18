//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  int *out = sycl::malloc_shared<int>(32, q);
  int base = 7;
  q.parallel_for(sycl::range<1>(32), [=, &base](sycl::id<1> i) { out[i] = base + (int)i[0]; }).wait();
//                                   ^^^^^^^^^^ proved captured-reference
//  ^^^^^^^^^^^^ related
//                                                                        ^^^^ related
  int got = out[0];
  sycl::free(out, q);
  return got == 7 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  int *out = sycl::malloc_shared<int>(32, q);
  int base = 7;
  q.parallel_for(sycl::range<1>(32), [=](sycl::id<1> i) { out[i] = base + (int)i[0]; }).wait();
  int got = out[0];
  sycl::free(out, q);
  return got == 7 ? 0 : 1;
}
