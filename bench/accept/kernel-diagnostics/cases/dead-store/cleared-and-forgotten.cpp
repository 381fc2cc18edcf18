//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  int *flags = sycl::malloc_device<int>(64, q);
//             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
  int *sum = sycl::malloc_shared<int>(1, q);
  sum[0] = 0;
  q.memset(flags, 0, 64 * sizeof(int)).wait();
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint dead-store
  q.single_task([=] { sum[0] += 1; }).wait();
  int got = sum[0];
  sycl::free(flags, q);
  sycl::free(sum, q);
  return got == 1 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  int *flags = sycl::malloc_device<int>(64, q);
  int *sum = sycl::malloc_shared<int>(1, q);
  sum[0] = 0;
  q.memset(flags, 0, 64 * sizeof(int)).wait();
  q.single_task([=] { sum[0] += flags[3] + 1; }).wait();
  int got = sum[0];
  sycl::free(flags, q);
  sycl::free(sum, q);
  return got == 1 ? 0 : 1;
}
