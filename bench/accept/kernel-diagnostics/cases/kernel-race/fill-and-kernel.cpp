//- /faulty.cpp
#include <sycl/sycl.hpp>

void histogram(sycl::queue &, const int *, int *, int);

int main() {
  const int n = 4096, bins = 64;
  sycl::queue q{sycl::gpu_selector_v};
  int *data = sycl::malloc_shared<int>(n, q);
  int *hist = sycl::malloc_shared<int>(bins, q);
  for (int i = 0; i < n; i++) data[i] = i % bins;
  q.fill(hist, 0, bins);
//^^^^^^^^^^^^^^^^^^^^^ related
  q.parallel_for(sycl::range<1>(bins), [=](sycl::id<1> i) {
//  ^^^^^^^^^^^^ proved kernel-race
    int count = 0;
    for (int k = 0; k < 4096; k++) count += data[k] == (int)i[0];
    hist[i] = count;
//  ^^^^^^^^^^^^^^^ related
  });
  q.wait();
  int total = 0;
  for (int i = 0; i < bins; i++) total += hist[i];
  sycl::free(data, q);
  sycl::free(hist, q);
  return total == n ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

void histogram(sycl::queue &, const int *, int *, int);

int main() {
  const int n = 4096, bins = 64;
  sycl::queue q{sycl::gpu_selector_v};
  int *data = sycl::malloc_shared<int>(n, q);
  int *hist = sycl::malloc_shared<int>(bins, q);
  for (int i = 0; i < n; i++) data[i] = i % bins;
  q.fill(hist, 0, bins).wait();
  q.parallel_for(sycl::range<1>(bins), [=](sycl::id<1> i) {
    int count = 0;
    for (int k = 0; k < 4096; k++) count += data[k] == (int)i[0];
    hist[i] = count;
  });
  q.wait();
  int total = 0;
  for (int i = 0; i < bins; i++) total += hist[i];
  sycl::free(data, q);
  sycl::free(hist, q);
  return total == n ? 0 : 1;
}
