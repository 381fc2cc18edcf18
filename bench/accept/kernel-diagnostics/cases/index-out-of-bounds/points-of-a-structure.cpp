//- /faulty.cpp
#include <sycl/sycl.hpp>

struct Particle {
  float x, y, z;
  int cell;
};

int main() {
  constexpr int n = 2000;
  sycl::queue q;
  Particle *p = sycl::malloc_shared<Particle>(n, q);
  q.parallel_for(sycl::nd_range<1>(2048, 64), [=](sycl::nd_item<1> it) {
    int i = it.get_global_linear_id();
    
    p[i].cell = i / 10;
//  ^^^^^^^^^^^^^^^^^^ proved index-out-of-bounds
  }).wait();
  sycl::free(p, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

struct Particle {
  float x, y, z;
  int cell;
};

int main() {
  constexpr int n = 2000;
  sycl::queue q;
  Particle *p = sycl::malloc_shared<Particle>(n, q);
  q.parallel_for(sycl::nd_range<1>(2048, 64), [=](sycl::nd_item<1> it) {
    int i = it.get_global_linear_id();
    if (i >= n) return;
    p[i].cell = i / 10;
  }).wait();
  sycl::free(p, q);
}
