//- /faulty.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  const size_t n = 100;
  std::vector<int> table(n, 3);
  int result[100];
  sycl::queue q{sycl::property::queue::in_order()};
  int *lut = sycl::malloc_device<int>(n, q);
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
  int *d = sycl::malloc_device<int>(n, q);
  q.memcpy(lut, table.data(), n * sizeof(int));
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint dead-store
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { d[i] = (int)i[0] * 3; });
  q.memcpy(result, d, n * sizeof(int)).wait();
  sycl::free(lut, q);
  sycl::free(d, q);
  return result[2] == 6 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>
#include <vector>

int main() {
  const size_t n = 100;
  std::vector<int> table(n, 3);
  int result[100];
  sycl::queue q{sycl::property::queue::in_order()};
  int *lut = sycl::malloc_device<int>(n, q);
  int *d = sycl::malloc_device<int>(n, q);
  q.memcpy(lut, table.data(), n * sizeof(int));
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { d[i] = (int)i[0] * lut[i]; });
  q.memcpy(result, d, n * sizeof(int)).wait();
  sycl::free(lut, q);
  sycl::free(d, q);
  return result[2] == 6 ? 0 : 1;
}
