//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr size_t rows = 64, cols = 100;
  sycl::queue q;
  sycl::buffer<int, 2> m{sycl::range<2>(rows, cols)};
  sycl::buffer<int, 1> best{sycl::range<1>(rows)};
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(m, h, sycl::write_only, sycl::no_init);
    h.parallel_for(sycl::range<2>(rows, cols), [=](sycl::id<2> i) { a[i] = int(i[0] + i[1]); });
  });
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(m, h, sycl::read_only);
    sycl::accessor b(best, h, sycl::write_only, sycl::no_init);
    h.parallel_for(sycl::range<1>(rows), [=](sycl::id<1> r) {
      int top;
      for (size_t c = 0; c < cols; c++) {
        int v = a[r[0]][c];
        top = top < v ? v : top;
//            ^^^ proved uninitialised-read
      }
      b[r] = top;
    });
  });
  q.wait();
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr size_t rows = 64, cols = 100;
  sycl::queue q;
  sycl::buffer<int, 2> m{sycl::range<2>(rows, cols)};
  sycl::buffer<int, 1> best{sycl::range<1>(rows)};
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(m, h, sycl::write_only, sycl::no_init);
    h.parallel_for(sycl::range<2>(rows, cols), [=](sycl::id<2> i) { a[i] = int(i[0] + i[1]); });
  });
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(m, h, sycl::read_only);
    sycl::accessor b(best, h, sycl::write_only, sycl::no_init);
    h.parallel_for(sycl::range<1>(rows), [=](sycl::id<1> r) {
      int top = a[r[0]][0];
      for (size_t c = 0; c < cols; c++) {
        int v = a[r[0]][c];
        top = top < v ? v : top;
      }
      b[r] = top;
    });
  });
  q.wait();
}
