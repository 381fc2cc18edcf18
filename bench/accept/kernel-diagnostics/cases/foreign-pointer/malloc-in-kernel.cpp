//- /faulty.cpp
#include <sycl/sycl.hpp>
#include <cstdlib>

int main() {
  const size_t n = 1000;
  sycl::queue q{sycl::gpu_selector_v};
  int *in = (int *)std::malloc(n * sizeof(int));
//                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
  int *out = sycl::malloc_shared<int>(n, q);
  for (size_t i = 0; i < n; i++) in[i] = (int)i;
  q.parallel_for<class Copy>(sycl::nd_range<1>(n, 100), [=](sycl::nd_item<1> it) {
//  ^^^^^^^^^^^^ related
    auto i = it.get_global_linear_id();
    out[i] = in[i] + 1;
//           ^^^^^ proved foreign-pointer
  }).wait();
  int got = out[1];
  std::free(in);
  sycl::free(out, q);
  return got == 2 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>
#include <cstdlib>

int main() {
  const size_t n = 1000;
  sycl::queue q{sycl::gpu_selector_v};
  int *in = (int *)sycl::malloc_shared(n * sizeof(int), q);
  int *out = sycl::malloc_shared<int>(n, q);
  for (size_t i = 0; i < n; i++) in[i] = (int)i;
  q.parallel_for<class Copy>(sycl::nd_range<1>(n, 100), [=](sycl::nd_item<1> it) {
    auto i = it.get_global_linear_id();
    out[i] = in[i] + 1;
  }).wait();
  int got = out[1];
  sycl::free(in, q);
  sycl::free(out, q);
  return got == 2 ? 0 : 1;
}
