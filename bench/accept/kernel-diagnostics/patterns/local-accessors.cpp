#include <sycl/sycl.hpp>

constexpr int T = 16;
constexpr int N = 128;

int main() {
  sycl::queue q;
  float *a = sycl::malloc_device<float>(N * N, q);
  float *b = sycl::malloc_device<float>(N * N, q);
  float *c = sycl::malloc_device<float>(N * N, q);

  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 2> t(sycl::range<2>(32, 32), h);
    h.parallel_for<class Transpose>(sycl::nd_range<2>({64, 64}, {32, 32}), [=](sycl::nd_item<2> it) {
      size_t r = it.get_local_id(0), k = it.get_local_id(1);
      t[r][k] = a[it.get_global_id(0) * N + it.get_global_id(1)];
      sycl::group_barrier(it.get_group());
      b[(it.get_group(1) * 32 + r) * N + it.get_group(0) * 32 + k] = t[k][r];
    });
  });
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 2> t(sycl::range<2>(32, 33), h);
    h.parallel_for<class Padded>(sycl::nd_range<2>({64, 64}, {32, 32}), [=](sycl::nd_item<2> it) {
      size_t r = it.get_local_id(0), k = it.get_local_id(1);
      t[r][k] = a[it.get_global_id(0) * N + it.get_global_id(1)];
      sycl::group_barrier(it.get_group());
      b[(it.get_group(1) * 32 + r) * N + it.get_group(0) * 32 + k] = t[k][r];
    });
  });
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 2> ta({T, T}, h);
    sycl::local_accessor<float, 2> tb({T, T}, h);
    h.parallel_for<class Multiply>(sycl::nd_range<2>({32, 32}, {T, T}), [=](sycl::nd_item<2> it) {
      size_t r = it.get_local_id(0), k = it.get_local_id(1);
      float s = 0;
      for (int tile = 0; tile < 2; tile++) {
        ta[r][k] = a[it.get_global_id(0) * 32 + tile * T + k];
        tb[r][k] = b[(tile * T + r) * 32 + it.get_global_id(1)];
        sycl::group_barrier(it.get_group());
        for (int i = 0; i < T; i++) s += ta[r][i] * tb[i][k];
        sycl::group_barrier(it.get_group());
      }
      c[it.get_global_id(0) * 32 + it.get_global_id(1)] = s;
    });
  });
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float> s(256, h);
    h.parallel_for<class Strided>(sycl::nd_range<1>(256, 64), [=](sycl::nd_item<1> it) {
      size_t l = it.get_local_id(0);
      for (int k = 0; k < 4; k++) s[l * 4 + k] = a[it.get_global_id(0) * 4 + k];
      sycl::group_barrier(it.get_group());
      float sum = 0;
      for (int k = 0; k < 4; k++) sum += s[k * 64 + l];
      b[it.get_global_id(0)] = sum;
    });
  });
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int> counts(64, h);
    h.parallel_for<class Bins>(sycl::nd_range<1>(256, 64), [=](sycl::nd_item<1> it) {
      size_t l = it.get_local_id(0);
      counts[l] = 0;
      sycl::group_barrier(it.get_group());
      sycl::atomic_ref<int, sycl::memory_order::relaxed, sycl::memory_scope::work_group> bin(counts[(l * 32) % 64]);
      bin.fetch_add(1);
      sycl::group_barrier(it.get_group());
      c[it.get_global_id(0)] = counts[63 - l];
    });
  });
  q.wait();
}
