//- /faulty.cpp
#include <sycl/sycl.hpp>
#include <cstdio>

int main() {
  const int n = 256;
  sycl::queue q;
  int *data = sycl::malloc_shared<int>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { data[i] = i[0] * 2; });
//  ^^^^^^^^^^^^ related
//                                                       ^^^^^^^^^^^^^^^^^^ related
  int sum = 0;
  for (int i = 0; i < n; i++) sum += data[i];
//                                   ^^^^^^^ proved missing-wait
  std::printf("%d\n", sum);
  q.wait();
  sycl::free(data, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>
#include <cstdio>

int main() {
  const int n = 256;
  sycl::queue q;
  int *data = sycl::malloc_shared<int>(n, q);
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { data[i] = i[0] * 2; });
  q.wait();
  int sum = 0;
  for (int i = 0; i < n; i++) sum += data[i];
  std::printf("%d\n", sum);
  q.wait();
  sycl::free(data, q);
}
