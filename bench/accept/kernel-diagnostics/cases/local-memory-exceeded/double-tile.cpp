//- /faulty.cpp
// device: amd-mi300x
#include <sycl/sycl.hpp>
#include <vector>
int main() {
  constexpr size_t n = 96;
  std::vector<double> host(n * n, 1.0);
  sycl::queue q;
  {
    sycl::buffer<double, 1> b(host.data(), sycl::range<1>(n * n));
    q.submit([&](sycl::handler &h) {
      auto x = b.get_access<sycl::access::mode::read_write>(h);
      sycl::accessor<double, 1, sycl::access::mode::read_write, sycl::access::target::local> tile(n * n, h);
//                                                                                                ^^^^^ proved local-memory-exceeded
      h.parallel_for<class Square>(sycl::nd_range<1>(n, n), [=](sycl::nd_item<1> it) {
        size_t i = it.get_global_id(0);
        for (size_t k = 0; k < n; k++) tile[i * n + k] = x[i * n + k];
        for (size_t k = 0; k < n; k++) x[i * n + k] = tile[i * n + k] * tile[i * n + k];
      });
    });
  }
}
//- /fixed.cpp
// device: amd-mi300x
#include <sycl/sycl.hpp>
#include <vector>
int main() {
  constexpr size_t n = 64;
  std::vector<double> host(n * n, 1.0);
  sycl::queue q;
  {
    sycl::buffer<double, 1> b(host.data(), sycl::range<1>(n * n));
    q.submit([&](sycl::handler &h) {
      auto x = b.get_access<sycl::access::mode::read_write>(h);
      sycl::accessor<double, 1, sycl::access::mode::read_write, sycl::access::target::local> tile(n * n, h);
      h.parallel_for<class Square>(sycl::nd_range<1>(n, n), [=](sycl::nd_item<1> it) {
        size_t i = it.get_global_id(0);
        for (size_t k = 0; k < n; k++) tile[i * n + k] = x[i * n + k];
        for (size_t k = 0; k < n; k++) x[i * n + k] = tile[i * n + k] * tile[i * n + k];
      });
    });
  }
}
