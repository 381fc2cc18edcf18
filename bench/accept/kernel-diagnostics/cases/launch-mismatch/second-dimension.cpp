//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int w = 1920, h = 1080;
  sycl::queue q;
  int *img = sycl::malloc_shared<int>(w * h, q);
  q.submit([&](sycl::handler &cgh) {
    cgh.parallel_for<class Blur>(
//      ^^^^^^^^^^^^ proved launch-mismatch
        sycl::nd_range<2>(sycl::range<2>(h, w), sycl::range<2>(16, 16)),
        [=](sycl::nd_item<2> it) {
          int y = it.get_global_id(0), x = it.get_global_id(1);
          img[y * w + x] = x;
        });
  }).wait();
  sycl::free(img, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int w = 1920, h = 1080;
  sycl::queue q;
  int *img = sycl::malloc_shared<int>(w * h, q);
  q.submit([&](sycl::handler &cgh) {
    cgh.parallel_for<class Blur>(
        sycl::nd_range<2>(sycl::range<2>(h, w), sycl::range<2>(8, 16)),
        [=](sycl::nd_item<2> it) {
          int y = it.get_global_id(0), x = it.get_global_id(1);
          img[y * w + x] = x;
        });
  }).wait();
  sycl::free(img, q);
}
