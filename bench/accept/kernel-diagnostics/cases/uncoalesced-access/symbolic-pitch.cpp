//- /faulty.cpp
#include <sycl/sycl.hpp>

void first_column(sycl::queue &q, const float *m, float *out, int pitch) {
  q.parallel_for(sycl::nd_range<1>(256, 64), [=](sycl::nd_item<1> it) {
    int r = it.get_global_id(0);
    out[r] = m[r * pitch];
//           ^^^^^^^^^^^^ hint uncoalesced-access
  }).wait();
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

void first_column(sycl::queue &q, const float *m, float *out, int pitch) {
  q.parallel_for(sycl::nd_range<1>(256, 64), [=](sycl::nd_item<1> it) {
    int r = it.get_global_id(0);
    out[r] = m[pitch + r];
  }).wait();
}
