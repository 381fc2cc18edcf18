//- /faulty.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  const int n = 900;
  std::vector<float> v(n, 2.0f);
  sycl::queue q;
  sycl::buffer<float> in(v.data(), sycl::range<1>(n)), out{sycl::range<1>(n)};
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(in, h, sycl::read_only);
    sycl::accessor b(out, h, sycl::write_only, sycl::no_init);
    h.parallel_for(sycl::range<1>(n), [=](sycl::id<1> id) {
      int i = id[0];
      b[i] = a[n - 2 - i];
//             ^^^^^^^^^ proved negative-index
    });
  });
  q.wait();
}
//- /fixed.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  const int n = 900;
  std::vector<float> v(n, 2.0f);
  sycl::queue q;
  sycl::buffer<float> in(v.data(), sycl::range<1>(n)), out{sycl::range<1>(n)};
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(in, h, sycl::read_only);
    sycl::accessor b(out, h, sycl::write_only, sycl::no_init);
    h.parallel_for(sycl::range<1>(n), [=](sycl::id<1> id) {
      int i = id[0];
      b[i] = a[n - 1 - i];
    });
  });
  q.wait();
}
