//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  int *result = sycl::malloc_shared<int>(1, q);
  int a = 20, b = 22;
  q.submit([&](sycl::handler &h) { h.single_task([&, result]() { result[0] = a + b; }); }).wait();
//                                               ^^^^^^^^^^^ proved captured-reference
//                                   ^^^^^^^^^^^ related
//                                                                           ^ related
  int got = result[0];
  sycl::free(result, q);
  return got == 42 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  sycl::queue q;
  int *result = sycl::malloc_shared<int>(1, q);
  int a = 20, b = 22;
  q.submit([&](sycl::handler &h) { h.single_task([=]() { result[0] = a + b; }); }).wait();
  int got = result[0];
  sycl::free(result, q);
  return got == 42 ? 0 : 1;
}
