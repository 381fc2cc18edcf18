//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 40;
  sycl::queue q;
  double *w = sycl::malloc_device<double>(n, q);
//            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
  double *y = sycl::malloc_shared<double>(n, q);
  for (int i = 0; i < n; ++i) w[i] = 0.25;
//                            ^^^^^^^^^^^ proved foreign-pointer
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { y[i] = w[i] * 4; }).wait();
  double first = y[0];
  sycl::free(w, q);
  sycl::free(y, q);
  return first == 1.0 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 40;
  sycl::queue q;
  double *w = sycl::malloc_device<double>(n, q);
  double *y = sycl::malloc_shared<double>(n, q);
  q.fill(w, 0.25, n).wait();
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { y[i] = w[i] * 4; }).wait();
  double first = y[0];
  sycl::free(w, q);
  sycl::free(y, q);
  return first == 1.0 ? 0 : 1;
}
