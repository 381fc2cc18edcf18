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
    float scale = 3.0f, x0 = 0.5f;
    q.submit([&](sycl::handler &h) {
      sycl::accessor x(a, h, sycl::read_only);
      sycl::accessor y(b, h, sycl::write_only, sycl::no_init);
      h.parallel_for<class First>(sycl::range<1>(N), [=](sycl::id<1> i) { y[i] = x[i] * scale + x0; });
    });
    q.submit([&](sycl::handler &h) {
      sycl::accessor x(b, h, sycl::read_only);
      sycl::accessor y(c, h, sycl::write_only, sycl::no_init);
      h.parallel_for<class Second>(sycl::range<1>(N), [=](sycl::id<1> i) { float s = x[i]; y[i] = s * s + x0; });
    });
  }
  double sum = 0;
  for (size_t k = 0; k < N; k++) sum += (k % 5 + 1) * double(result[k]);
  std::printf("%.6f\n", sum);
}
