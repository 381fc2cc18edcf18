//- /faulty.cpp
#include <sycl/sycl.hpp>
#include <memory>

int main() {
  sycl::queue q;
  std::unique_ptr<int> seed = std::make_unique<int>(5);
//                     ^^^^ related
  int *out = sycl::malloc_shared<int>(8, q);
  q.parallel_for(sycl::range<1>(8), [out, seed](sycl::id<1> i) { out[i] = *seed + 1; }).wait();
//                                                                         ^^^^ proved captured-host-object
//  ^^^^^^^^^^^^ related
  sycl::free(out, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>
#include <memory>

int main() {
  sycl::queue q;
  std::unique_ptr<int> seed = std::make_unique<int>(5);
  const int s = *seed;
  int *out = sycl::malloc_shared<int>(8, q);
  q.parallel_for(sycl::range<1>(8), [out, s](sycl::id<1> i) { out[i] = s + 1; }).wait();
  sycl::free(out, q);
}
