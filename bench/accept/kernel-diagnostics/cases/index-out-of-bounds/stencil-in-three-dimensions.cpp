//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 32;
  sycl::queue q;
  sycl::buffer<float, 3> in{sycl::range<3>(n, n, n)}, out{sycl::range<3>(n, n, n)};
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(in, h, sycl::read_write);
    h.parallel_for(sycl::range<3>(n, n, n), [=](sycl::id<3> i) { a[i] = 1.0f; });
  });
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(in, h, sycl::read_only);
    sycl::accessor b(out, h, sycl::write_only, sycl::no_init);
    h.parallel_for(sycl::range<3>(n, n, n), [=](sycl::item<3> it) {
      int z = it[0], y = it[1], x = it[2];
      float up = a[z + 1][y][x];
//                 ^^^^^ proved index-out-of-bounds
      b[it.get_id()] = a[z][y][x] - up;
    });
  });
  q.wait();
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 32;
  sycl::queue q;
  sycl::buffer<float, 3> in{sycl::range<3>(n, n, n)}, out{sycl::range<3>(n, n, n)};
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(in, h, sycl::read_write);
    h.parallel_for(sycl::range<3>(n, n, n), [=](sycl::id<3> i) { a[i] = 1.0f; });
  });
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(in, h, sycl::read_only);
    sycl::accessor b(out, h, sycl::write_only, sycl::no_init);
    h.parallel_for(sycl::range<3>(n, n, n), [=](sycl::item<3> it) {
      int z = it[0], y = it[1], x = it[2];
      float up = z + 1 < n ? a[z + 1][y][x] : 0.0f;
      b[it.get_id()] = a[z][y][x] - up;
    });
  });
  q.wait();
}
