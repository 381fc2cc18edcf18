//- /faulty.cpp
#include <sycl/sycl.hpp>

float twice(float x) { return 2 * x; }
using Op = float (*)(float);
float apply(Op op, float x) { return op(x); }
//                                   ^^ proved not-in-device-code

int main() {
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(32, q);
  q.fill(x, 1.0f, 32).wait();
  q.parallel_for(sycl::range<1>(32), [=](sycl::id<1> i) { x[i] = apply(twice, x[i]); }).wait();
//  ^^^^^^^^^^^^ related
//                                                               ^^^^^ related
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

float twice(float x) { return 2 * x; }
template <typename Op>
float apply(Op op, float x) { return op(x); }

int main() {
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(32, q);
  q.fill(x, 1.0f, 32).wait();
  q.parallel_for(sycl::range<1>(32), [=](sycl::id<1> i) { x[i] = apply([](float y) { return twice(y); }, x[i]); }).wait();
  sycl::free(x, q);
}
