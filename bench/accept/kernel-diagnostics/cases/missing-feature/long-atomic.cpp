//- /faulty.cpp
// device: generic-sycl
#include <sycl/sycl.hpp>
#include <cstdint>
int main() {
  sycl::queue q;
  int64_t *count = sycl::malloc_shared<int64_t>(1, q);
  *count = 0;
  q.parallel_for(sycl::range<1>(1 << 20), [=](sycl::id<1>) {
    sycl::atomic_ref<int64_t, sycl::memory_order::relaxed, sycl::memory_scope::device> all(*count);
    all.fetch_add(1);
//  ^^^^^^^^^^^^^^^^ possible missing-feature
  }).wait();
}
//- /fixed.cpp
// device: generic-sycl
#include <sycl/sycl.hpp>
#include <cstdint>
int main() {
  sycl::queue q;
  int32_t *count = sycl::malloc_shared<int32_t>(1, q);
  *count = 0;
  q.parallel_for(sycl::range<1>(1 << 20), [=](sycl::id<1>) {
    sycl::atomic_ref<int32_t, sycl::memory_order::relaxed, sycl::memory_scope::device> all(*count);
    all.fetch_add(1);
  }).wait();
}
