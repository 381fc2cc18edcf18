//- /faulty.cpp
#include <sycl/sycl.hpp>


void handover(sycl::queue &q, int *value, int *flag, int *out) {
  q.parallel_for(sycl::nd_range<1>(128, 64), [=](sycl::nd_item<1> it) {
    sycl::atomic_ref<int, sycl::memory_order::relaxed, sycl::memory_scope::device> ready(*flag);
    if (it.get_global_id(0) == 0) {
      value[0] = 42;
//    ^^^^^^^^^^^^^ related
      ready.store(1);
    }
    if (it.get_global_id(0) == 64) out[0] = value[0];
//                                          ^^^^^^^^ proved data-race
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void handover(sycl::queue &q, int *value, int *flag, int *out) {
  q.parallel_for(sycl::nd_range<1>(128, 64), [=](sycl::nd_item<1> it) {
    sycl::atomic_ref<int, sycl::memory_order::relaxed, sycl::memory_scope::device> ready(*flag);
    if (it.get_global_id(0) == 0) {
      value[0] = 42;
      ready.store(1);
    }
    if (it.get_global_id(0) == 64) out[0] = ready.load();
  });
}
