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
void run(sycl::queue &q, int *x) {
  fill<int, 16384>(q, x, 1 << 20, 7);
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
void run(sycl::queue &q, int *x) {
  fill<int, 4096>(q, x, 1 << 20, 7);
}
