//- /faulty.cpp
#include <sycl/sycl.hpp>
#include <string>

int main() {
  std::string name = "kernel";
//            ^^^^ related
  sycl::queue q;
  int *length = sycl::malloc_shared<int>(1, q);
  q.single_task<class Length>([=] { length[0] = (int)name.length(); }).wait();
//                                                   ^^^^ proved captured-host-object
//  ^^^^^^^^^^^ related
  int got = length[0];
  sycl::free(length, q);
  return got == 6 ? 0 : 1;
}
//- /fixed.cpp
#include <sycl/sycl.hpp>
#include <string>

int main() {
  std::string name = "kernel";
  sycl::queue q;
  int characters = (int)name.length();
  int *length = sycl::malloc_shared<int>(1, q);
  q.single_task<class Length>([=] { length[0] = characters; }).wait();
  int got = length[0];
  sycl::free(length, q);
  return got == 6 ? 0 : 1;
}
