//- /faulty.cpp
#include <sycl/sycl.hpp>

int main() {
  int in[16] = {1}, out[16] = {};
  sycl::queue q;
  {
    sycl::buffer<int, 1> bi(in, sycl::range<1>(16));
    sycl::buffer<int, 1> bo(out, sycl::range<1>(16));
    q.submit([&](sycl::handler &h) {
      sycl::accessor src{bi, h, sycl::read_only};
      sycl::accessor dst{bo, h, sycl::write_only};
      h.parallel_for(sycl::range<1>(16), [=](sycl::item<1> it) {
//      ^^^^^^^^^^^^ related
        size_t i = it.get_linear_id();
        dst[i] = src[i];
        src[i] = 0;
//      ^^^^^^^^^^ proved forbidden-access
      });
    });
  }
  return out[0];
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

int main() {
  int in[16] = {1}, out[16] = {};
  sycl::queue q;
  {
    sycl::buffer<int, 1> bi(in, sycl::range<1>(16));
    sycl::buffer<int, 1> bo(out, sycl::range<1>(16));
    q.submit([&](sycl::handler &h) {
      sycl::accessor src{bi, h, sycl::read_only};
      sycl::accessor dst{bo, h, sycl::write_only};
      h.parallel_for(sycl::range<1>(16), [=](sycl::item<1> it) {
        size_t i = it.get_linear_id();
        dst[i] = src[i];
      });
    });
  }
  return out[0];
}
