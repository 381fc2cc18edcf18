//- /faulty.cpp
#include <sycl/sycl.hpp>
#include <map>

struct Options {
  int width = 4;
  std::map<int, int> table;
};

int main() {
  Options opts;
//        ^^^^ related
  sycl::queue q;
  int *o = sycl::malloc_shared<int>(4, q);
  q.parallel_for<class Fill>(sycl::range<1>(4), [=](sycl::id<1> i) { o[i] = opts.width; }).wait();
//                                                                          ^^^^ proved captured-host-object
//  ^^^^^^^^^^^^ related
  sycl::free(o, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>
#include <map>

struct Options {
  int width = 4;
  std::map<int, int> table;
};

int main() {
  Options opts;
  const int width = opts.width;
  sycl::queue q;
  int *o = sycl::malloc_shared<int>(4, q);
  q.parallel_for<class Fill>(sycl::range<1>(4), [=](sycl::id<1> i) { o[i] = width; }).wait();
  sycl::free(o, q);
}
