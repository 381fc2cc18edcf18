//- /faulty.cpp
// device: biren-br100
#include <sycl/sycl.hpp>
void run(sycl::queue &q, float *x, float *out) {
  q.parallel_for(sycl::range<1>(64), [=](sycl::id<1> i) {
    double sum = 0;
//         ^^^^^^^ proved missing-feature
    for (int k = 0; k < 64; k++) sum += x[i * 64 + k];
//                               ^^^^^^^^^^^^^^^^^^^^ related
    out[i] = (float)sum;
//           ^^^^^^^^^^ related
  });
}
//- /fixed.cpp
// device: biren-br100
#include <sycl/sycl.hpp>
void run(sycl::queue &q, float *x, float *out) {
  q.parallel_for(sycl::range<1>(64), [=](sycl::id<1> i) {
    float sum = 0;
    for (int k = 0; k < 64; k++) sum += x[i * 64 + k];
    out[i] = sum;
  });
}
