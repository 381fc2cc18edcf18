//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 2048;
  sycl::queue q;
  double *u = sycl::malloc_device<double>(n, q);
  double *v = sycl::malloc_device<double>(n, q);
  sycl::event eu = q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { u[i] = 1.0; });
//                   ^^^^^^^^^^^^ related
//                                                                        ^^^^^^^^^^ related
  sycl::event ev = q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { v[i] = 2.0; });
  q.submit([&](sycl::handler &h) {
    h.depends_on(ev);
    h.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { v[i] += u[i]; });
//    ^^^^^^^^^^^^ proved kernel-race
//                                                                 ^^^^ related
  });
  q.wait();
  sycl::free(u, q);
  sycl::free(v, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 2048;
  sycl::queue q;
  double *u = sycl::malloc_device<double>(n, q);
  double *v = sycl::malloc_device<double>(n, q);
  sycl::event eu = q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { u[i] = 1.0; });
  sycl::event ev = q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { v[i] = 2.0; });
  q.submit([&](sycl::handler &h) {
    h.depends_on({eu, ev});
    h.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { v[i] += u[i]; });
  });
  q.wait();
  sycl::free(u, q);
  sycl::free(v, q);
}
