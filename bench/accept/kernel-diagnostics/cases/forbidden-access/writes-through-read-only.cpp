//- /faulty.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  std::vector<int> v(32);
  sycl::queue q;
  {
    sycl::buffer<int> b(v.data(), sycl::range<1>(32));
    q.submit([&](sycl::handler &h) {
      sycl::accessor a(b, h, sycl::read_only);
      h.parallel_for(sycl::range<1>(32), [=](sycl::id<1> i) { a[i] = 3; });
//                                                            ^^^^^^^^ proved forbidden-access
//      ^^^^^^^^^^^^ related
    });
  }
  return v[0] == 3 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  std::vector<int> v(32);
  sycl::queue q;
  {
    sycl::buffer<int> b(v.data(), sycl::range<1>(32));
    q.submit([&](sycl::handler &h) {
      sycl::accessor a(b, h, sycl::write_only);
      h.parallel_for(sycl::range<1>(32), [=](sycl::id<1> i) { a[i] = 3; });
    });
  }
  return v[0] == 3 ? 0 : 1;
}
