// fusion: legal
#include <sycl/sycl.hpp>
#include <cstdio>

constexpr size_t N = 256;

int main() {
  sycl::queue q;
  float *in = sycl::malloc_shared<float>(N, q);
  float *tmp = sycl::malloc_shared<float>(N, q);
  float *out = sycl::malloc_shared<float>(N, q);
  for (size_t k = 0; k < N; k++) {
    in[k] = float(k % 3 + 0);
    tmp[k] = float(k % 5 + 1);
    out[k] = float(k % 7 + 2);
  }
  q.parallel_for(sycl::range<1>(N), [=](sycl::id<1> i) { tmp[i] = in[i] * 3.0f; });
  q.parallel_for(sycl::range<1>(N), [=](sycl::id<1> i) { out[i] = in[N - 1 - i[0]]; });
  q.wait();
  double sum = 0;
  for (size_t k = 0; k < N; k++) sum += (k % 7 + 1) * double(out[k]);
  std::printf("%.6f\n", sum);
  sycl::free(in, q);
  sycl::free(tmp, q);
  sycl::free(out, q);
}
