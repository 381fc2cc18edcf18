//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 128;
  sycl::queue q;
  float *acc = sycl::malloc_shared<float>(n, q);
//             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
  for (int step = 0; step < 8; step++)
    q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { acc[i] += 0.5f; }).wait();
//    ^^^^^^^^^^^^ proved uninitialised-read
//                                                         ^^^^^^^^^^^^^^ related
  float x = acc[3];
  sycl::free(acc, q);
  return x == 4.0f ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 128;
  sycl::queue q;
  float *acc = sycl::malloc_shared<float>(n, q);
  q.fill(acc, 0.0f, n).wait();
  for (int step = 0; step < 8; step++)
    q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { acc[i] += 0.5f; }).wait();
  float x = acc[3];
  sycl::free(acc, q);
  return x == 4.0f ? 0 : 1;
}
