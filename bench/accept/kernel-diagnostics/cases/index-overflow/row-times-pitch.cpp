//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  constexpr int rows = 65536, pitch = 65536;
  char *image = sycl::malloc_device<char>(size_t(rows) * pitch, q);
  q.parallel_for(sycl::range<1>(rows), [=](sycl::id<1> id) {
    int r = id[0];
    int start = r * pitch;
//              ^^^^^^^^^ proved index-overflow
    if (start >= 0) image[start] = 1;
  }).wait();
  sycl::free(image, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  constexpr int rows = 65536, pitch = 65536;
  char *image = sycl::malloc_device<char>(size_t(rows) * pitch, q);
  q.parallel_for(sycl::range<1>(rows), [=](sycl::id<1> id) {
    int r = id[0];
    size_t start = size_t(r) * pitch;
    if (start >= 0) image[start] = 1;
  }).wait();
  sycl::free(image, q);
}
