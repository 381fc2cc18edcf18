//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(256, q);
  q.fill(x, 1.0f, 256).wait();
  q.parallel_for(sycl::nd_range<1>(256, 64), [=](sycl::nd_item<1> it) {
    int i = it.get_global_id(0);
    float a = x[i];
    x[i] = (a + 1.0) / 3.0 - a;
//              ^^^ hint precision-loss
  }).wait();
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(256, q);
  q.fill(x, 1.0f, 256).wait();
  q.parallel_for(sycl::nd_range<1>(256, 64), [=](sycl::nd_item<1> it) {
    int i = it.get_global_id(0);
    float a = x[i];
    x[i] = (a + 1.0f) / 3.0f - a;
  }).wait();
  sycl::free(x, q);
}
