//- /faulty.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  const size_t n = 1000, group = 128;
  std::vector<int> data(n, 1);
  sycl::queue q;
  sycl::buffer<int, 1> buf(data.data(), sycl::range<1>(n));
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(buf, h, sycl::read_write);
    size_t padded = (n + group - 1) / group * group;
    h.parallel_for(sycl::nd_range<1>(padded, group), [=](sycl::nd_item<1> it) {
      size_t i = it.get_global_id(0);
      a[i] += 1;
//    ^^^^^^^^^ proved index-out-of-bounds
    });
  });
  q.wait();
}
//- /fixed.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  const size_t n = 1000, group = 128;
  std::vector<int> data(n, 1);
  sycl::queue q;
  sycl::buffer<int, 1> buf(data.data(), sycl::range<1>(n));
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(buf, h, sycl::read_write);
    size_t padded = (n + group - 1) / group * group;
    h.parallel_for(sycl::nd_range<1>(padded, group), [=](sycl::nd_item<1> it) {
      size_t i = it.get_global_id(0);
      if (i < n) a[i] += 1;
    });
  });
  q.wait();
}
