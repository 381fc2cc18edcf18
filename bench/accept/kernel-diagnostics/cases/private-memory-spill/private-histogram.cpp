//- /faulty.cpp
// device: nvidia-a100
#include <sycl/sycl.hpp>
void run(sycl::queue &q, unsigned char *pixels, int *counts) {
  q.parallel_for(sycl::range<1>(1024), [=](sycl::id<1> i) {
    int bins[512];
//      ^^^^^^^^^ proved private-memory-spill
    for (int b = 0; b < 512; b++) bins[b] = 0;
    for (int k = 0; k < 1024; k++) bins[pixels[i * 1024 + k]]++;
    for (int b = 0; b < 512; b++) counts[i * 512 + b] = bins[b];
  });
}
//- /fixed.cpp
// device: nvidia-a100
#include <sycl/sycl.hpp>
void run(sycl::queue &q, unsigned char *pixels, int *counts) {
  q.parallel_for(sycl::range<1>(1024), [=](sycl::id<1> i) {
    short bins[256];
    for (int b = 0; b < 256; b++) bins[b] = 0;
    for (int k = 0; k < 1024; k++) bins[pixels[i * 1024 + k]]++;
    for (int b = 0; b < 256; b++) counts[i * 256 + b] = bins[b];
  });
}
