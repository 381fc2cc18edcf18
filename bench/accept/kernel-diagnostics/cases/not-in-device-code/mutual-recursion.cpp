//- /faulty.cpp
#include <sycl/sycl.hpp>

bool odd(int n);
bool even(int n) { return n == 0 ? true : odd(n - 1); }
bool odd(int n) { return n == 0 ? false : even(n - 1); }
//                                        ^^^^ proved not-in-device-code

int main() {
  sycl::queue q;
  bool *r = sycl::malloc_shared<bool>(8, q);
  q.parallel_for(sycl::range<1>(8), [=](sycl::id<1> i) { r[i] = even((int)i[0]); }).wait();
//  ^^^^^^^^^^^^ related
  sycl::free(r, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

bool even(int n) { return n % 2 == 0; }

int main() {
  sycl::queue q;
  bool *r = sycl::malloc_shared<bool>(8, q);
  q.parallel_for(sycl::range<1>(8), [=](sycl::id<1> i) { r[i] = even((int)i[0]); }).wait();
  sycl::free(r, q);
}
