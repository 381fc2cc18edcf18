//- /faulty.cpp
#include <sycl/sycl.hpp>

void pick(sycl::queue &q, const double *x, double *y) {
  q.parallel_for(sycl::range<1>(2048), [=](sycl::item<1> it) {
    size_t i = it.get_id(0);
    y[i] = x[3 * i];
//         ^^^^^^^^ hint uncoalesced-access
  }).wait();
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

void pick(sycl::queue &q, const double *x, double *y) {
  q.parallel_for(sycl::range<1>(2048), [=](sycl::item<1> it) {
    size_t i = it.get_id(0);
    y[i] = x[i + 2048];
  }).wait();
}
