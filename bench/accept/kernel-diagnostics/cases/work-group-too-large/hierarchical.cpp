//- /faulty.cpp
// device: nvidia-h100
#include <sycl/sycl.hpp>
int main() {
  sycl::queue q;
  sycl::buffer<int> sums(16);
  q.submit([&](sycl::handler &h) {
    sycl::accessor s(sums, h, sycl::write_only, sycl::no_init);
    h.parallel_for_work_group(sycl::range<1>(16), sycl::range<1>(1536), [=](sycl::group<1> g) {
//                                                ^^^^^^^^^^^^^^^^^^^^ proved work-group-too-large
      int part[1];
      g.parallel_for_work_item([&](sycl::h_item<1> it) {
        if (it.get_local_id(0) == 0) s[g.get_group_id(0)] = 1;
      });
    });
  });
}
//- /fixed.cpp
// device: nvidia-h100
#include <sycl/sycl.hpp>
int main() {
  sycl::queue q;
  sycl::buffer<int> sums(16);
  q.submit([&](sycl::handler &h) {
    sycl::accessor s(sums, h, sycl::write_only, sycl::no_init);
    h.parallel_for_work_group(sycl::range<1>(16), sycl::range<1>(768), [=](sycl::group<1> g) {
      g.parallel_for_work_item([&](sycl::h_item<1> it) {
        if (it.get_local_id(0) == 0) s[g.get_group_id(0)] = 1;
      });
    });
  });
}
