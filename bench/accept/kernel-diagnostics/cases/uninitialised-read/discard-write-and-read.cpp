//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  float data[32] = {1};
  sycl::queue q;
  {
    sycl::buffer<float, 1> b(data, sycl::range<1>(32));
    q.submit([&](sycl::handler &h) {
      auto a = b.get_access<sycl::access::mode::discard_read_write>(h);
      h.parallel_for<class Half>(sycl::range<1>(32), [=](sycl::id<1> i) { a[i] = a[i] * 0.5f; });
//      ^^^^^^^^^^^^ proved uninitialised-read
//                                                                               ^^^^ related
    });
  }
  return data[0] == 0.5f ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  float data[32] = {1};
  sycl::queue q;
  {
    sycl::buffer<float, 1> b(data, sycl::range<1>(32));
    q.submit([&](sycl::handler &h) {
      auto a = b.get_access<sycl::access::mode::read_write>(h);
      h.parallel_for<class Half>(sycl::range<1>(32), [=](sycl::id<1> i) { a[i] = a[i] * 0.5f; });
    });
  }
  return data[0] == 0.5f ? 0 : 1;
}
