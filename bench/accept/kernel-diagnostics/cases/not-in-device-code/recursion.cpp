//- /faulty.cpp
#include <sycl/sycl.hpp>

int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
//                                  ^^^ proved not-in-device-code
//                                               ^^^ proved not-in-device-code

int main() {
  sycl::queue q;
  int *out = sycl::malloc_shared<int>(10, q);
  q.parallel_for(sycl::range<1>(10), [=](sycl::id<1> i) { out[i] = fib((int)i[0]); }).wait();
//  ^^^^^^^^^^^^ related
//                                                                 ^^^ related
  sycl::free(out, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int fib(int n) {
  int a = 0, b = 1;
  for (int k = 0; k < n; k++) {
    int next = a + b;
    a = b;
    b = next;
  }
  return a;
}

int main() {
  sycl::queue q;
  int *out = sycl::malloc_shared<int>(10, q);
  q.parallel_for(sycl::range<1>(10), [=](sycl::id<1> i) { out[i] = fib((int)i[0]); }).wait();
  sycl::free(out, q);
}
