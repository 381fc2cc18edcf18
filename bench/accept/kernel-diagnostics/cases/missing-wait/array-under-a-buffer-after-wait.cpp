//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  float data[16] = {};
  sycl::queue q;
  sycl::buffer b(data, sycl::range<1>(16));
  q.submit([&](sycl::handler &h) {
    auto a = b.get_access<sycl::access::mode::write>(h);
    h.parallel_for<class Set>(sycl::range<1>(16), [=](sycl::id<1> i) { a[i] = 3.0f; });
//    ^^^^^^^^^^^^ related
  });
  q.wait();
  return data[3] == 3.0f ? 0 : 1;
//       ^^^^^^^ proved missing-wait
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  float data[16] = {};
  sycl::queue q;
  sycl::buffer b(data, sycl::range<1>(16));
  q.submit([&](sycl::handler &h) {
    auto a = b.get_access<sycl::access::mode::write>(h);
    h.parallel_for<class Set>(sycl::range<1>(16), [=](sycl::id<1> i) { a[i] = 3.0f; });
  });
  sycl::host_accessor back(b, sycl::read_only);
  return back[3] == 3.0f ? 0 : 1;
}
