//- /faulty.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  std::vector<int> v(64, 1);
  sycl::queue q;
  {
    sycl::buffer<int> b(v.data(), sycl::range<1>(64));
    q.submit([&](sycl::handler &h) {
      sycl::accessor a(b, h, sycl::read_write, sycl::no_init);
      h.parallel_for(sycl::range<1>(64), [=](sycl::id<1> i) { a[i] += 1; });
//      ^^^^^^^^^^^^ proved uninitialised-read
//                                                            ^^^^^^^^^ related
    });
  }
  return v[0] == 2 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  std::vector<int> v(64, 1);
  sycl::queue q;
  {
    sycl::buffer<int> b(v.data(), sycl::range<1>(64));
    q.submit([&](sycl::handler &h) {
      sycl::accessor a(b, h, sycl::read_write);
      h.parallel_for(sycl::range<1>(64), [=](sycl::id<1> i) { a[i] += 1; });
    });
  }
  return v[0] == 2 ? 0 : 1;
}
