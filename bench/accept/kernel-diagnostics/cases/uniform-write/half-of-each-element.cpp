//- /faulty.cpp
#include <sycl/sycl.hpp>


void ones(sycl::queue &q, char *mask) {
  q.parallel_for(sycl::range<1>(200), [=](sycl::id<1> i) { mask[i[0] / 2] = 1; });
//                                                         ^^^^^^^^^^^^^^^^^^ proved uniform-write
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void ones(sycl::queue &q, char *mask) {
  q.parallel_for(sycl::range<1>(200), [=](sycl::id<1> i) { mask[i[0]] = 1; });
}
