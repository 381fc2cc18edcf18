//- /faulty.cpp
#include <sycl/sycl.hpp>

void add_one(sycl::queue &q, sycl::buffer<float, 2> &m) {
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(m, h, sycl::read_write);
    h.parallel_for(sycl::range<2>(64, 64), [=](sycl::id<2> i) {
      a[i[1]][i[0]] += 1.0f;
//    ^^^^^^^^^^^^^^^^^^^^^ hint uncoalesced-access
    });
  });
}

int main() {
  sycl::queue q;
  std::vector<float> start(64 * 64);
  sycl::buffer<float, 2> m(start.data(), sycl::range<2>(64, 64));
  add_one(q, m);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

void add_one(sycl::queue &q, sycl::buffer<float, 2> &m) {
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(m, h, sycl::read_write);
    h.parallel_for(sycl::range<2>(64, 64), [=](sycl::id<2> i) {
      a[i[0]][i[1]] += 1.0f;
    });
  });
}

int main() {
  sycl::queue q;
  std::vector<float> start(64 * 64);
  sycl::buffer<float, 2> m(start.data(), sycl::range<2>(64, 64));
  add_one(q, m);
}
