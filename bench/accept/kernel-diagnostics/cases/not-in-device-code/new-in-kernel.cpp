//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  float *y = sycl::malloc_shared<float>(64, q);
  q.parallel_for<class Scratch>(sycl::range<1>(64), [=](sycl::id<1> i) {
//  ^^^^^^^^^^^^ related
    float *t = new float[4];
//             ^^^^^^^^^^^^ proved not-in-device-code
    for (int k = 0; k < 4; k++) t[k] = (float)k;
    y[i] = t[3];
    delete[] t;
//  ^^^^^^^^^^ proved not-in-device-code
  }).wait();
  sycl::free(y, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  float *y = sycl::malloc_shared<float>(64, q);
  q.parallel_for<class Scratch>(sycl::range<1>(64), [=](sycl::id<1> i) {
    float t[4];
    for (int k = 0; k < 4; k++) t[k] = (float)k;
    y[i] = t[3];
  }).wait();
  sycl::free(y, q);
}
