//- /faulty.cpp
#include <sycl/sycl.hpp>


void search(sycl::queue &q, const int *x, int key, int *found) {
  q.parallel_for(sycl::range<1>(1024), [=](sycl::id<1> i) {
    if (x[i] == key) found[0] = 1;
//                   ^^^^^^^^^^^^ possible uniform-write
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void search(sycl::queue &q, const int *x, int key, int *found) {
  q.parallel_for(sycl::range<1>(1024), [=](sycl::id<1> i) {
    if (x[i] == key) sycl::atomic_ref<int, sycl::memory_order::relaxed, sycl::memory_scope::device>(found[0]).store(1);
  });
}
