//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 64;
  sycl::queue q;
  int *in = sycl::malloc_shared<int>(n, q);
  int *out = sycl::malloc_shared<int>(n, q);
  for (int i = 0; i < n; i++) in[i] = i;
  auto e = q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { out[i] = in[i] + 1; });
//           ^^^^^^^^^^^^ related
//                                                                         ^^^^^ related
  in[0] = 42;
//^^^^^^^^^^ proved missing-wait
  e.wait();
  int got = out[0];
  sycl::free(in, q);
  sycl::free(out, q);
  return got == 1 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 64;
  sycl::queue q;
  int *in = sycl::malloc_shared<int>(n, q);
  int *out = sycl::malloc_shared<int>(n, q);
  for (int i = 0; i < n; i++) in[i] = i;
  auto e = q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { out[i] = in[i] + 1; });
  e.wait();
  in[0] = 42;
  int got = out[0];
  sycl::free(in, q);
  sycl::free(out, q);
  return got == 1 ? 0 : 1;
}
