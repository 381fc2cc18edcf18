// fusion: legal, drops b
#include <sycl/sycl.hpp>
#include <cstdio>

constexpr size_t N = 128;

int main() {
  sycl::queue q;
  float data[N], result[N];
  for (size_t k = 0; k < N; k++) {
    data[k] = float(k % 9);
    result[k] = 0;
  }
  {
    sycl::buffer<float> a(data, sycl::range<1>(N)), c(result, sycl::range<1>(N));
    sycl::buffer<float> b{sycl::range<1>(N)};
    q.submit([&](sycl::handler &h) {
      sycl::accessor x(a, h, sycl::read_only);
      sycl::accessor y(b, h, sycl::write_only, sycl::no_init);
      h.parallel_for<class First>(sycl::range<1>(N), [=](sycl::id<1> i) { y[i] = x[i] * x[i]; });
    });
    q.submit([&](sycl::handler &h) {
      sycl::accessor x(b, h, sycl::read_only);
      sycl::accessor y(c, h, sycl::write_only, sycl::no_init);
      h.parallel_for<class Second>(sycl::range<1>(N), [=](sycl::id<1> i) { y[i] = x[i] + 1.0f; });
    });
  }
  double sum = 0;
  for (size_t k = 0; k < N; k++) sum += (k % 5 + 1) * double(result[k]);
  std::printf("%.6f\n", sum);
}
