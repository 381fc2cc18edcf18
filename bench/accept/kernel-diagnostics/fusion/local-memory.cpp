// fusion: legal, drops tmp
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
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float> t(64, h);
    h.parallel_for(sycl::nd_range<1>(N, 64), [=](sycl::nd_item<1> it) {
      size_t l = it.get_local_id(0);
      t[l] = in[it.get_global_id(0)];
      sycl::group_barrier(it.get_group());
      tmp[it.get_global_id(0)] = t[63 - l];
    });
  });
  q.wait();
  q.submit([&](sycl::handler &cgh) {
    sycl::local_accessor<float> t(64, cgh);
    cgh.parallel_for(sycl::nd_range<1>(N, 64), [=](sycl::nd_item<1> item) {
      size_t l = item.get_local_id(0);
      t[l] = tmp[item.get_global_id(0)];
      sycl::group_barrier(item.get_group());
      out[item.get_global_id(0)] = t[l] + t[(l + 1) % 64];
    });
  });
  q.wait();
  double sum = 0;
  for (size_t k = 0; k < N; k++) sum += (k % 7 + 1) * double(out[k]);
  std::printf("%.6f\n", sum);
  sycl::free(in, q);
  sycl::free(tmp, q);
  sycl::free(out, q);
}
