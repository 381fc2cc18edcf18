//- /faulty.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  std::vector<int> v(32, 1);
  sycl::queue q;
  sycl::buffer<int, 1> buf(v.data(), sycl::range<1>(32));
  q.submit([&](sycl::handler &h) {
    sycl::accessor acc(buf, h, sycl::read_write);
    h.parallel_for(sycl::range<1>(32), [=](sycl::id<1> i) { acc[i] += 1; });
//    ^^^^^^^^^^^^ related
  });
  int first = v[0];
//            ^^^^ proved missing-wait
  return first == 2 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  std::vector<int> v(32, 1);
  sycl::queue q;
  {
  sycl::buffer<int, 1> buf(v.data(), sycl::range<1>(32));
  q.submit([&](sycl::handler &h) {
    sycl::accessor acc(buf, h, sycl::read_write);
    h.parallel_for(sycl::range<1>(32), [=](sycl::id<1> i) { acc[i] += 1; });
  });
  }
  int first = v[0];
  return first == 2 ? 0 : 1;
}
