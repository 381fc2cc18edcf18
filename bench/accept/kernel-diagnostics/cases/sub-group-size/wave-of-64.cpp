//- /faulty.cpp
// device: nvidia-a100
#include <sycl/sycl.hpp>
struct Vote {
  int *flags;
  [[sycl::reqd_sub_group_size(64)]] void operator()(sycl::nd_item<1> it) const {
    int i = it.get_global_id(0);
    flags[i] = sycl::any_of_group(it.get_sub_group(), flags[i] > 0);
  }
};
void run(sycl::queue &q, int *flags) { q.parallel_for(sycl::nd_range<1>(1024, 128), Vote{flags}); }
//                                       ^^^^^^^^^^^^ proved sub-group-size
//- /fixed.cpp
// device: nvidia-a100
#include <sycl/sycl.hpp>
struct Vote {
  int *flags;
  [[sycl::reqd_sub_group_size(32)]] void operator()(sycl::nd_item<1> it) const {
    int i = it.get_global_id(0);
    flags[i] = sycl::any_of_group(it.get_sub_group(), flags[i] > 0);
  }
};
void run(sycl::queue &q, int *flags) { q.parallel_for(sycl::nd_range<1>(1024, 128), Vote{flags}); }
