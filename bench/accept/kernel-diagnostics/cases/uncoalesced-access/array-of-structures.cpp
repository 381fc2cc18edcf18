//- /faulty.cpp
#include <sycl/sycl.hpp>

struct Particle { float x, y, z, mass; };

int main() {
  constexpr size_t n = 4096;
  sycl::queue q;
  Particle *p = sycl::malloc_shared<Particle>(n, q);
  float *mass = sycl::malloc_shared<float>(n, q);
  for (size_t k = 0; k < n; k++) {
    p[k] = {0, 0, 0, 1};
    mass[k] = 1;
  }
  q.parallel_for(sycl::nd_range<1>(n, 128), [=](sycl::nd_item<1> it) {
    size_t i = it.get_global_id(0);
    mass[i] += p[i].mass;
//             ^^^^^^^^^ hint uncoalesced-access
  }).wait();
  sycl::free(p, q);
  sycl::free(mass, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

struct Particle { float x, y, z, mass; };

int main() {
  constexpr size_t n = 4096;
  sycl::queue q;
  float *p = sycl::malloc_shared<float>(n, q);
  float *mass = sycl::malloc_shared<float>(n, q);
  for (size_t k = 0; k < n; k++) {
    p[k] = 1;
    mass[k] = 1;
  }
  q.parallel_for(sycl::nd_range<1>(n, 128), [=](sycl::nd_item<1> it) {
    size_t i = it.get_global_id(0);
    mass[i] += p[i];
  }).wait();
  sycl::free(p, q);
  sycl::free(mass, q);
}
