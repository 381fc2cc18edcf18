//- /faulty.cpp
#include <sycl/sycl.hpp>
#include <stdexcept>

float root(float x) {
  if (x < 0) throw std::domain_error("negative");
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved not-in-device-code
  return sycl::sqrt(x);
}

int main() {
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(16, q);
  q.fill(x, 4.0f, 16).wait();
  q.parallel_for<class Root>(sycl::range<1>(16), [=](sycl::id<1> i) { x[i] = root(x[i]); }).wait();
//  ^^^^^^^^^^^^ related
//                                                                           ^^^^ related
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>
#include <stdexcept>

float root(float x) {
  if (x < 0) return 0.0f;
  return sycl::sqrt(x);
}

int main() {
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(16, q);
  q.fill(x, 4.0f, 16).wait();
  q.parallel_for<class Root>(sycl::range<1>(16), [=](sycl::id<1> i) { x[i] = root(x[i]); }).wait();
  sycl::free(x, q);
}
