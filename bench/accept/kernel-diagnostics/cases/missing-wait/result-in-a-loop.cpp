//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 64, rounds = 100;
  sycl::queue q;
  float *err = sycl::malloc_shared<float>(1, q);
  float *x = sycl::malloc_shared<float>(n, q);
  for (int i = 0; i < n; i++) x[i] = 1.0f;
  float last = 1.0f;
  for (int r = 0; r < rounds; r++) {
    q.single_task<class Norm>([=] {
//    ^^^^^^^^^^^ related
      float s = 0;
      for (int i = 0; i < 64; i++) s += x[i] * x[i];
      err[0] = s;
//    ^^^^^^^^^^ related
    });
    last = err[0];
//         ^^^^^^ proved missing-wait
    q.wait();
  }
  sycl::free(err, q);
  sycl::free(x, q);
  return last > 0 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 64, rounds = 100;
  sycl::queue q;
  float *err = sycl::malloc_shared<float>(1, q);
  float *x = sycl::malloc_shared<float>(n, q);
  for (int i = 0; i < n; i++) x[i] = 1.0f;
  float last = 1.0f;
  for (int r = 0; r < rounds; r++) {
    q.single_task<class Norm>([=] {
      float s = 0;
      for (int i = 0; i < 64; i++) s += x[i] * x[i];
      err[0] = s;
    });
    q.wait();
    last = err[0];
  }
  sycl::free(err, q);
  sycl::free(x, q);
  return last > 0 ? 0 : 1;
}
