#include <sycl/sycl.hpp>

struct Cell { float density; float velocity[3]; int kind; };

int main() {
  sycl::queue q;
  sycl::buffer<float, 2> in(sycl::range<2>(48, 80)), out(sycl::range<2>(48, 80));
  sycl::buffer<Cell> cells(sycl::range<1>(500));
  sycl::buffer<int> index(sycl::range<1>(500));

  q.submit([&](sycl::handler &h) {
    sycl::accessor a(in, h, sycl::read_only);
    sycl::accessor b(out, h, sycl::write_only);
    h.parallel_for<class Copy>(sycl::range<2>(48, 80), [=](sycl::id<2> i) { b[i] = a[i]; });
  });
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(in, h, sycl::read_only);
    sycl::accessor b(out, h, sycl::read_write);
    h.parallel_for<class Stencil>(sycl::range<2>(46, 78), [=](sycl::item<2> i) {
      size_t r = i[0] + 1, c = i[1] + 1;
      b[r][c] = a[r - 1][c] + a[r + 1][c] + a[r][c - 1] + a[r][c + 1];
    });
  });
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(in, h, sycl::read_only);
    sycl::accessor b(out, h, sycl::read_write);
    h.parallel_for<class RowSums>(sycl::range<1>(48), [=](sycl::id<1> r) {
      float s = 0;
      for (int c = 0; c < 80; c++) s += a[r[0]][c];
      b[r[0]][0] = s;
    });
  });
  q.submit([&](sycl::handler &h) {
    sycl::accessor c(cells, h, sycl::read_write);
    h.parallel_for<class Members>(sycl::range<1>(500), [=](sycl::id<1> i) {
      c[i].density += c[i].velocity[1];
      c[i].kind = 3;
    });
  });
  q.submit([&](sycl::handler &h) {
    sycl::accessor c(cells, h, sycl::read_write);
    sycl::accessor k(index, h, sycl::read_only);
    h.parallel_for<class Scatter>(sycl::range<1>(500), [=](sycl::id<1> i) {
      c[k[i]].density = 0;
      c[499 - i[0]].velocity[2] = 1;
    });
  });
  q.wait();
}
