//- /faulty.cpp
// device: x86-avx512
#include <sycl/sycl.hpp>
template <typename T, int BLOCK> struct Fill {
  T *out;
  T value;
  void operator()(sycl::nd_item<1> it) const { out[it.get_global_linear_id()] = value; }
};
template <typename T, int BLOCK> void fill(sycl::queue &q, T *out, size_t n, T value) {
  q.parallel_for(sycl::nd_range<1>(n, BLOCK), Fill<T, BLOCK>{out, value}).wait();
//               ^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved work-group-too-large
}
int main() {
  sycl::queue q{sycl::cpu_selector_v};
  int *x = sycl::malloc_shared<int>(1 << 20, q);
  fill<int, 16384>(q, x, 1 << 20, 7);
  sycl::free(x, q);
}
//- /fixed.cpp
// device: x86-avx512
#include <sycl/sycl.hpp>
template <typename T, int BLOCK> struct Fill {
  T *out;
  T value;
  void operator()(sycl::nd_item<1> it) const { out[it.get_global_linear_id()] = value; }
};
template <typename T, int BLOCK> void fill(sycl::queue &q, T *out, size_t n, T value) {
  q.parallel_for(sycl::nd_range<1>(n, BLOCK), Fill<T, BLOCK>{out, value}).wait();
}
int main() {
  sycl::queue q{sycl::cpu_selector_v};
  int *x = sycl::malloc_shared<int>(1 << 20, q);
  fill<int, 4096>(q, x, 1 << 20, 7);
  sycl::free(x, q);
}
