//- /faulty.cpp
#include <sycl/sycl.hpp>

struct Shape {
  virtual float area() const { return 0; }
};
struct Square : Shape {
  float side = 2;
  float area() const override { return side * side; }
};

int main() {
  sycl::queue q;
  Shape *shape = sycl::malloc_shared<Square>(1, q);
  float *a = sycl::malloc_shared<float>(1, q);
  q.single_task([=] { a[0] = shape->area(); }).wait();
//                           ^^^^^^^^^^^ proved not-in-device-code
//  ^^^^^^^^^^^ related
  sycl::free(a, q);
  sycl::free(shape, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

struct Shape {
  float side = 2;
  float area() const { return side * side; }
};
using Square = Shape;

int main() {
  sycl::queue q;
  Shape *shape = sycl::malloc_shared<Square>(1, q);
  shape->side = 3;
  float *a = sycl::malloc_shared<float>(1, q);
  q.single_task([=] { a[0] = shape->area(); }).wait();
  sycl::free(a, q);
  sycl::free(shape, q);
}
