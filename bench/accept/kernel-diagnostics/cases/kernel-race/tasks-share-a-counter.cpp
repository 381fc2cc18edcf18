//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  int *count = sycl::malloc_shared<int>(1, q);
  *count = 0;
  q.single_task<class First>([=] { count[0] += 1; });
//  ^^^^^^^^^^^ related
//                                 ^^^^^^^^^^^^^ related
  q.single_task<class Second>([=] { count[0] += 1; });
//  ^^^^^^^^^^^ proved kernel-race
//                                  ^^^^^^^^^^^^^ related
  q.wait();
  int got = *count;
  sycl::free(count, q);
  return got == 2 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  int *count = sycl::malloc_shared<int>(1, q);
  *count = 0;
  q.single_task<class First>([=] { count[0] += 1; }).wait();
  q.single_task<class Second>([=] { count[0] += 1; });
  q.wait();
  int got = *count;
  sycl::free(count, q);
  return got == 2 ? 0 : 1;
}
