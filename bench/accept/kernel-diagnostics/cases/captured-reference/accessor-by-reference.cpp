//- /faulty.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  std::vector<float> v(100, 1.0f);
  sycl::queue q;
  {
    sycl::buffer b(v);
    q.submit([&](sycl::handler &h) {
      sycl::accessor a(b, h, sycl::read_write);
      h.parallel_for<class Inc>(sycl::range<1>(100), [&](sycl::id<1> i) { a[i] += 1.0f; });
//                                                   ^^^ proved captured-reference
//      ^^^^^^^^^^^^ related
//                                                                        ^ related
    });
  }
  return v[0] == 2.0f ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  std::vector<float> v(100, 1.0f);
  sycl::queue q;
  {
    sycl::buffer b(v);
    q.submit([&](sycl::handler &h) {
      sycl::accessor a(b, h, sycl::read_write);
      h.parallel_for<class Inc>(sycl::range<1>(100), [=](sycl::id<1> i) { a[i] += 1.0f; });
    });
  }
  return v[0] == 2.0f ? 0 : 1;
}
