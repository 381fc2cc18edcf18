//- /faulty.cpp
#include <sycl/sycl.hpp>

struct Base {
  virtual ~Base() = default;
};
struct Derived : Base {
  int value = 1;
};

int valueOf(Base *b) { return dynamic_cast<Derived *>(b) ? 1 : 0; }
//                            ^^^^^^^^^^^^^^^^^^^^^^^^^^ proved not-in-device-code

int main() {
  sycl::queue q;
  Derived *d = sycl::malloc_shared<Derived>(1, q);
  d->value = 1;
  Base *b = d;
  int *x = sycl::malloc_shared<int>(1, q);
  q.single_task([=] { x[0] = valueOf(b); }).wait();
//  ^^^^^^^^^^^ related
//                           ^^^^^^^ related
  sycl::free(x, q);
  sycl::free(b, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

struct Base {
  virtual ~Base() = default;
};
struct Derived : Base {
  int value = 1;
};

int valueOf(Base *b) { return static_cast<Derived *>(b)->value; }

int main() {
  sycl::queue q;
  Derived *d = sycl::malloc_shared<Derived>(1, q);
  d->value = 1;
  Base *b = d;
  int *x = sycl::malloc_shared<int>(1, q);
  q.single_task([=] { x[0] = valueOf(b); }).wait();
  sycl::free(x, q);
  sycl::free(b, q);
}
