//- /faulty.cpp
#include <sycl/sycl.hpp>

struct Counter {
  int *count;
  explicit Counter(int *c) : count(c) {}
  ~Counter() { count = nullptr; }
};

int main() {
  sycl::queue q;
  int *n = sycl::malloc_shared<int>(1, q);
  *n = 0;
  Counter counter(n);
//        ^^^^^^^ related
  q.single_task([=] { counter.count[0] = 1; }).wait();
//                    ^^^^^^^ proved captured-host-object
//  ^^^^^^^^^^^ related
  int got = *n;
  sycl::free(n, q);
  return got == 1 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

struct Counter {
  int *count;
  explicit Counter(int *c) : count(c) {}
};

int main() {
  sycl::queue q;
  int *n = sycl::malloc_shared<int>(1, q);
  *n = 0;
  Counter counter(n);
  q.single_task([=] { counter.count[0] = 1; }).wait();
  int got = *n;
  sycl::free(n, q);
  return got == 1 ? 0 : 1;
}
