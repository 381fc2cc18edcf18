//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 300;
  sycl::queue q;
  int *in = sycl::malloc_shared<int>(n, q), *out = sycl::malloc_shared<int>(n, q);
  for (int k = 0; k < n; k++) in[k] = k;
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> id) {
    int i = id[0];
    int last = i < n - 1 ? i + 1 : i;
    int count = last - i;
    out[i] = (in[i] + in[last]) / count;
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^ proved division-by-zero
  }).wait();
  sycl::free(in, q);
  sycl::free(out, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  constexpr int n = 300;
  sycl::queue q;
  int *in = sycl::malloc_shared<int>(n, q), *out = sycl::malloc_shared<int>(n, q);
  for (int k = 0; k < n; k++) in[k] = k;
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> id) {
    int i = id[0];
    int last = i < n - 1 ? i + 1 : i;
    int count = last - i + 1;
    out[i] = (in[i] + in[last]) / count;
  }).wait();
  sycl::free(in, q);
  sycl::free(out, q);
}
