//- /faulty.cpp
#include <sycl/sycl.hpp>

void convolve(sycl::queue &q, sycl::buffer<float> &in, sycl::buffer<float> &weights, sycl::buffer<float> &out) {
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(in, h, sycl::read_only);
    sycl::accessor w(weights, h, sycl::read_only);
    sycl::accessor b(out, h, sycl::write_only, sycl::no_init);
    sycl::local_accessor<float> t(72, h);
    h.parallel_for(sycl::nd_range<1>(512, 64), [=](sycl::nd_item<1> it) {
      size_t i = it.get_global_id(0), l = it.get_local_id(0);
      t[l] = a[i];
      if (l < 8) t[l + 64] = a[i + 64];
//                           ^^^^^^^^^ hint local-memory-reuse
      sycl::group_barrier(it.get_group());
      float s = 0;
      for (size_t k = 0; k < 9; k++) s += w[k] * a[i + k];
//                                               ^^^^^^^^ related
      b[i] = s + t[l];
    });
  });
}

int main() {
  sycl::queue q;
  std::vector<float> signal(600), filter(9);
  sycl::buffer<float> in(signal), weights(filter), out(512);
  convolve(q, in, weights, out);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>

void convolve(sycl::queue &q, sycl::buffer<float> &in, sycl::buffer<float> &weights, sycl::buffer<float> &out) {
  q.submit([&](sycl::handler &h) {
    sycl::accessor a(in, h, sycl::read_only);
    sycl::accessor w(weights, h, sycl::read_only);
    sycl::accessor b(out, h, sycl::write_only, sycl::no_init);
    sycl::local_accessor<float> t(72, h);
    h.parallel_for(sycl::nd_range<1>(512, 64), [=](sycl::nd_item<1> it) {
      size_t i = it.get_global_id(0), l = it.get_local_id(0);
      t[l] = a[i];
      if (l < 8) t[l + 64] = a[i + 64];
      sycl::group_barrier(it.get_group());
      float s = 0;
      for (size_t k = 0; k < 9; k++) s += w[k] * t[l + k];
      b[i] = s;
    });
  });
}

int main() {
  sycl::queue q;
  std::vector<float> signal(600), filter(9);
  sycl::buffer<float> in(signal), weights(filter), out(512);
  convolve(q, in, weights, out);
}
