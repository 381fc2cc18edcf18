// fusion: refused
#include <sycl/sycl.hpp>
#include <cstdio>

constexpr size_t N = 256;

int main() {
  sycl::queue q;
  float *in = sycl::malloc_shared<float>(N, q);
  float *out = sycl::malloc_shared<float>(N, q);
  for (size_t k = 0; k < N; k++) {
    in[k] = float(k % 3 + 0);
    out[k] = float(k % 5 + 1);
  }
  q.parallel_for(sycl::range<1>(N - 1), [=](sycl::id<1> i) { out[i] = in[i + 1]; });
  q.wait();
  q.parallel_for(sycl::range<1>(N - 1), [=](sycl::id<1> i) { in[i] = 0.0f; });
  q.wait();
  double sum = 0;
  for (size_t k = 0; k < N; k++) sum += (k % 7 + 1) * double(out[k]);
  std::printf("%.6f\n", sum);
  sycl::free(in, q);
  sycl::free(out, q);
}
