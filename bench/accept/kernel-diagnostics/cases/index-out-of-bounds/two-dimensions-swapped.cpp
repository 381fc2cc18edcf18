//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr size_t rows = 48, cols = 64;
  sycl::queue q;
  sycl::buffer<float, 2> buf{sycl::range<2>(rows, cols)};
  q.submit([&](sycl::handler &h) {
    sycl::accessor m(buf, h, sycl::write_only, sycl::no_init);
    h.parallel_for(sycl::range<2>(rows, cols), [=](sycl::item<2> it) {
      size_t r = it.get_id(0), c = it.get_id(1);
      m[c][r] = 1.0f;
//    ^^^^^^^^^^^^^^ proved index-out-of-bounds
    });
  });
  q.wait();
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr size_t rows = 48, cols = 64;
  sycl::queue q;
  sycl::buffer<float, 2> buf{sycl::range<2>(rows, cols)};
  q.submit([&](sycl::handler &h) {
    sycl::accessor m(buf, h, sycl::write_only, sycl::no_init);
    h.parallel_for(sycl::range<2>(rows, cols), [=](sycl::item<2> it) {
      size_t r = it.get_id(0), c = it.get_id(1);
      m[r][c] = 1.0f;
    });
  });
  q.wait();
}
