//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  constexpr int elements = 600000000;
  char *bytes = sycl::malloc_device<char>(size_t(elements) * 8, q);
  q.parallel_for(sycl::range<1>(elements), [=](sycl::id<1> id) {
    int i = id[0];
    int at = i * 8;
//           ^^^^^ proved index-overflow
    if (at >= 0 && at < 800) bytes[at] = 0;
  }).wait();
  sycl::free(bytes, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  constexpr int elements = 600000000;
  char *bytes = sycl::malloc_device<char>(size_t(elements) * 8, q);
  q.parallel_for(sycl::range<1>(elements), [=](sycl::id<1> id) {
    size_t i = id[0];
    size_t at = i * 8;
    if (at >= 0 && at < 800) bytes[at] = 0;
  }).wait();
  sycl::free(bytes, q);
}
