//- /faulty.cpp
#include <sycl/sycl.hpp>


void search(sycl::queue &q, const int *x, int key, int *found) {
  q.parallel_for(sycl::range<1>(1024), [=](sycl::id<1> i) {
    found[0] = 1;
//  ^^^^^^^^^^^^ proved uniform-write
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void search(sycl::queue &q, const int *x, int key, int *found) {
  q.parallel_for(sycl::range<1>(1024), [=](sycl::id<1> i) {
    if (i[0] == 0) found[0] = 1;
  });
}
