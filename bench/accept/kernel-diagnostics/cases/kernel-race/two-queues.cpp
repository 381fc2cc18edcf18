//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 1 << 16;
  sycl::device dev;
  sycl::context ctx(dev);
  sycl::queue compute(ctx, dev, sycl::property::queue::in_order());
  sycl::queue transfer(ctx, dev, sycl::property::queue::in_order());
  float *d = sycl::malloc_device<float>(n, compute);
  float *h = sycl::malloc_host<float>(n, compute);
  compute.parallel_for<class Init>(sycl::range<1>(n), [=](sycl::id<1> i) { d[i] = 0.5f; });
//        ^^^^^^^^^^^^ related
//                                                                         ^^^^^^^^^^^ related
  transfer.copy(d, h, n);
//^^^^^^^^^^^^^^^^^^^^^^ proved kernel-race
  transfer.wait();
  compute.wait();
  float first = h[0];
  sycl::free(d, compute);
  sycl::free(h, compute);
  return first == 0.5f ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const size_t n = 1 << 16;
  sycl::device dev;
  sycl::context ctx(dev);
  sycl::queue compute(ctx, dev, sycl::property::queue::in_order());
  sycl::queue transfer(ctx, dev, sycl::property::queue::in_order());
  float *d = sycl::malloc_device<float>(n, compute);
  float *h = sycl::malloc_host<float>(n, compute);
  compute.parallel_for<class Init>(sycl::range<1>(n), [=](sycl::id<1> i) { d[i] = 0.5f; });
  compute.wait();
  transfer.copy(d, h, n);
  transfer.wait();
  compute.wait();
  float first = h[0];
  sycl::free(d, compute);
  sycl::free(h, compute);
  return first == 0.5f ? 0 : 1;
}
