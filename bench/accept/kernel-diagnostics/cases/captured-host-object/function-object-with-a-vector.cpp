//- /faulty.cpp
#include <sycl/sycl.hpp>
#include <vector>

struct Scale {
//     ^^^^^ proved captured-host-object
  float *x;
  std::vector<float> factors;
  void operator()(sycl::id<1> i) const { x[i] *= 2.0f; }
};

int main() {
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(4, q);
  q.fill(x, 1.0f, 4).wait();
  q.parallel_for(sycl::range<1>(4), Scale{x, {1.0f, 2.0f}}).wait();
//  ^^^^^^^^^^^^ related
  sycl::free(x, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>
#include <vector>

struct Scale {
  float *x;
  float factors[2];
  void operator()(sycl::id<1> i) const { x[i] *= 2.0f; }
};

int main() {
  sycl::queue q;
  float *x = sycl::malloc_shared<float>(4, q);
  q.fill(x, 1.0f, 4).wait();
  q.parallel_for(sycl::range<1>(4), Scale{x, {1.0f, 2.0f}}).wait();
  sycl::free(x, q);
}
