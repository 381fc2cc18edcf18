// fusion: legal, drops tmp
#include <sycl/sycl.hpp>
#include <cstdio>

constexpr size_t N = 256;

int main() {
  sycl::queue q;
  int *in = sycl::malloc_shared<int>(N, q);
  int *tmp = sycl::malloc_shared<int>(N, q);
  int *out = sycl::malloc_shared<int>(N, q);
  for (size_t k = 0; k < N; k++) {
    in[k] = int(k % 3 + 0);
    tmp[k] = int(k % 5 + 1);
    out[k] = int(k % 7 + 2);
  }
  q.parallel_for(sycl::range<1>(N), [=](sycl::item<1> i) { tmp[i] = (in[i] * 37) ^ 5; });
  q.wait();
  q.parallel_for(sycl::range<1>(N), [=](auto j) { out[j] = tmp[j] % 11; });
  q.wait();
  double sum = 0;
  for (size_t k = 0; k < N; k++) sum += (k % 7 + 1) * double(out[k]);
  std::printf("%.6f\n", sum);
  sycl::free(in, q);
  sycl::free(tmp, q);
  sycl::free(out, q);
}
