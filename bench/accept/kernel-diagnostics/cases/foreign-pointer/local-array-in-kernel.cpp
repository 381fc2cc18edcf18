//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  float table[128] = {1.0f};
  sycl::queue q;
  float *p = table;
  float *r = sycl::malloc_shared<float>(128, q);
  q.parallel_for(sycl::range<1>(128), [=](sycl::id<1> i) { r[i] = p[i]; }).wait();
//                                                                ^^^^ proved foreign-pointer
//  ^^^^^^^^^^^^ related
  float x = r[0];
  sycl::free(r, q);
  return x == 1.0f ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  float table[128] = {1.0f};
  sycl::queue q;
  float *p = sycl::malloc_device<float>(128, q);
  q.copy(table, p, 128).wait();
  float *r = sycl::malloc_shared<float>(128, q);
  q.parallel_for(sycl::range<1>(128), [=](sycl::id<1> i) { r[i] = p[i]; }).wait();
  float x = r[0];
  sycl::free(r, q);
  sycl::free(p, q);
  return x == 1.0f ? 0 : 1;
}
