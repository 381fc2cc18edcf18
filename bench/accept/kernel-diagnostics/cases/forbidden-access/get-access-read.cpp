//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  float x[64] = {};
  sycl::queue q;
  {
    sycl::buffer<float, 1> b(x, sycl::range<1>(64));
    q.submit([&](sycl::handler &cgh) {
      auto a = b.get_access<sycl::access::mode::read>(cgh);
      cgh.parallel_for<class Shift>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) {
//        ^^^^^^^^^^^^ related
        int i = it.get_global_id(0);
        if (i < 64) a[i] += 1.0f;
//                  ^^^^^^^^^^^^ proved forbidden-access
      });
    });
  }
  return x[0] == 1.0f ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  float x[64] = {};
  sycl::queue q;
  {
    sycl::buffer<float, 1> b(x, sycl::range<1>(64));
    q.submit([&](sycl::handler &cgh) {
      auto a = b.get_access<sycl::access::mode::read_write>(cgh);
      cgh.parallel_for<class Shift>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) {
        int i = it.get_global_id(0);
        if (i < 64) a[i] += 1.0f;
      });
    });
  }
  return x[0] == 1.0f ? 0 : 1;
}
