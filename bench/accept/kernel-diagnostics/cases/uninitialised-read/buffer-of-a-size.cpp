//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  sycl::buffer<int> in{sycl::range<1>(16)};
//                  ^^^^^^^^^^^^^^^^^^^^^^ related
  sycl::buffer<int> out{sycl::range<1>(16)};
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(in, h, sycl::read_only);
    sycl::accessor b(out, h, sycl::write_only);
    h.parallel_for(sycl::range<1>(16), [=](sycl::id<1> i) { b[i] = a[i] + 1; });
//    ^^^^^^^^^^^^ proved uninitialised-read
//                                                                 ^^^^ related
  });
  sycl::host_accessor back(out, sycl::read_only);
  return back[0] == 1 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  int zeros[16] = {};
  sycl::buffer<int> in{zeros, sycl::range<1>(16)};
  sycl::buffer<int> out{sycl::range<1>(16)};
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(in, h, sycl::read_only);
    sycl::accessor b(out, h, sycl::write_only);
    h.parallel_for(sycl::range<1>(16), [=](sycl::id<1> i) { b[i] = a[i] + 1; });
  });
  sycl::host_accessor back(out, sycl::read_only);
  return back[0] == 1 ? 0 : 1;
}
