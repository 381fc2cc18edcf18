//- /faulty.cpp
#include <sycl/sycl.hpp>


void append(sycl::queue &q, int *count, int *snapshot) {
  q.parallel_for(sycl::range<1>(256), [=](sycl::id<1> i) {
    sycl::atomic_ref<int, sycl::memory_order::relaxed, sycl::memory_scope::device> c(count[0]);
    c += 1;
//  ^^^^^^ related
    snapshot[i] = count[0];
//                ^^^^^^^^ proved data-race
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void append(sycl::queue &q, int *count, int *snapshot) {
  q.parallel_for(sycl::range<1>(256), [=](sycl::id<1> i) {
    sycl::atomic_ref<int, sycl::memory_order::relaxed, sycl::memory_scope::device> c(count[0]);
    c += 1;
    snapshot[i] = c.load();
  });
}
