//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 32;
  sycl::queue q;
  int *data = sycl::malloc_shared<int>(n, q);
  int *view = data;
  for (int i = 0; i < n; i++) data[i] = i;
  sycl::free(view, q);
//^^^^^^^^^^^^^^^^^^^ related
  q.single_task([=] { data[0] = 3; }).wait();
//                    ^^^^^^^^^^^ proved freed-pointer
//  ^^^^^^^^^^^ related
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  const int n = 32;
  sycl::queue q;
  int *data = sycl::malloc_shared<int>(n, q);
  int *view = data;
  for (int i = 0; i < n; i++) data[i] = i;
  q.single_task([=] { data[0] = 3; }).wait();
  sycl::free(view, q);
}
