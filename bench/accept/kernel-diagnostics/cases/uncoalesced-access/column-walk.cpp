//- /faulty.cpp
#include <sycl/sycl.hpp>

void scale(sycl::queue &q, float *m, float factor) {
  constexpr size_t rows = 512, columns = 256;
  q.parallel_for(sycl::range<2>(columns, rows), [=](sycl::id<2> i) {
    m[i[1] * columns + i[0]] *= factor;
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint uncoalesced-access
  }).wait();
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

void scale(sycl::queue &q, float *m, float factor) {
  constexpr size_t rows = 512, columns = 256;
  q.parallel_for(sycl::range<2>(rows, columns), [=](sycl::id<2> i) {
    m[i[0] * columns + i[1]] *= factor;
  }).wait();
}
