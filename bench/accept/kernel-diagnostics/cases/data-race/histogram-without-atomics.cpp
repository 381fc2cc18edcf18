//- /faulty.cpp
#include <sycl/sycl.hpp>


void histogram(sycl::queue &q, sycl::buffer<unsigned char> &pixels, sycl::buffer<int> &bins) {
  q.submit([&](sycl::handler &h) {
    sycl::accessor in(pixels, h, sycl::read_only);
    sycl::accessor out(bins, h, sycl::read_write);
    h.parallel_for(sycl::range<1>(4096), [=](sycl::id<1> i) {
      const int bin = i[0] % 64;
      out[bin] += 1;
//    ^^^^^^^^^^^^^ proved data-race
    });
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void histogram(sycl::queue &q, sycl::buffer<unsigned char> &pixels, sycl::buffer<int> &bins) {
  q.submit([&](sycl::handler &h) {
    sycl::accessor in(pixels, h, sycl::read_only);
    sycl::accessor out(bins, h, sycl::read_write);
    h.parallel_for(sycl::range<1>(4096), [=](sycl::id<1> i) {
      const int bin = i[0] % 64;
      sycl::atomic_ref<int, sycl::memory_order::relaxed, sycl::memory_scope::device>(out[bin]) += 1;
    });
  });
}
