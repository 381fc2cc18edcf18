//- /faulty.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  std::vector<float> weights(16, 0.5f);
//                   ^^^^^^^ related
  sycl::queue q;
  float *y = sycl::malloc_shared<float>(16, q);
  const float *w = weights.data();
  q.parallel_for(sycl::range<1>(16), [=](sycl::id<1> i) { y[i] = (float)weights.size(); }).wait();
//                                                                      ^^^^^^^ proved captured-host-object
//  ^^^^^^^^^^^^ related
  sycl::free(y, q);
  return w != nullptr ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  std::vector<float> weights(16, 0.5f);
  sycl::queue q;
  size_t count = weights.size();
  float *y = sycl::malloc_shared<float>(16, q);
  const float *w = weights.data();
  q.parallel_for(sycl::range<1>(16), [=](sycl::id<1> i) { y[i] = (float)count; }).wait();
  sycl::free(y, q);
  return w != nullptr ? 0 : 1;
}
