//- /faulty.cpp
#include <sycl/sycl.hpp>

int next(int x) {
  static int calls = 0;
//           ^^^^^ proved not-in-device-code
  return x + calls;
}

int main() {
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(20, q);
  q.parallel_for(sycl::range<1>(20), [=](sycl::id<1> i) { x[i] = next((int)i[0]); }).wait();
//  ^^^^^^^^^^^^ related
//                                                               ^^^^ related
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int next(int x) {
  static constexpr int calls = 0;
  return x + calls;
}

int main() {
  sycl::queue q;
  int *x = sycl::malloc_shared<int>(20, q);
  q.parallel_for(sycl::range<1>(20), [=](sycl::id<1> i) { x[i] = next((int)i[0]); }).wait();
  sycl::free(x, q);
}
