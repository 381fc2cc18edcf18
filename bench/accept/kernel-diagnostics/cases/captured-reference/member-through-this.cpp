//- /faulty.cpp
#include <sycl/sycl.hpp>

struct Solver {
  sycl::queue q;
  float omega = 0.5f;
  float *u = nullptr;
  void relax(size_t n) {
    float *x = u;
    q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { x[i] *= omega; }).wait();
//                                                                 ^^^^^ proved captured-reference
//    ^^^^^^^^^^^^ related
  }
};

int main() {
  Solver s;
  s.u = sycl::malloc_shared<float>(64, s.q);
  for (int i = 0; i < 64; i++) s.u[i] = 1.0f;
  s.relax(64);
  sycl::free(s.u, s.q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

struct Solver {
  sycl::queue q;
  float omega = 0.5f;
  float *u = nullptr;
  void relax(size_t n) {
    float *x = u;
    float w = omega;
    q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) { x[i] *= w; }).wait();
  }
};

int main() {
  Solver s;
  s.u = sycl::malloc_shared<float>(64, s.q);
  for (int i = 0; i < 64; i++) s.u[i] = 1.0f;
  s.relax(64);
  sycl::free(s.u, s.q);
}
