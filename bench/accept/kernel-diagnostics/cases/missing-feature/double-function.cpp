//- /faulty.cpp
// device: intel-arc-a770
#include <sycl/sycl.hpp>
#include <cmath>
inline double norm(double x, double y) { return std::sqrt(x * x + y * y); }
//                 ^^^^^^^^ proved missing-feature
void run(sycl::queue &q, sycl::buffer<sycl::float2> &points, sycl::buffer<float> &lengths) {
  q.submit([&](sycl::handler &h) {
    sycl::accessor p(points, h, sycl::read_only);
    sycl::accessor l(lengths, h, sycl::write_only);
    h.parallel_for(sycl::range<1>(512), [=](sycl::id<1> i) { l[i] = norm(p[i].x(), p[i].y()); });
  });
}
//- /fixed.cpp
// device: intel-arc-a770
#include <sycl/sycl.hpp>
#include <cmath>
inline float norm(float x, float y) { return std::sqrt(x * x + y * y); }
void run(sycl::queue &q, sycl::buffer<sycl::float2> &points, sycl::buffer<float> &lengths) {
  q.submit([&](sycl::handler &h) {
    sycl::accessor p(points, h, sycl::read_only);
    sycl::accessor l(lengths, h, sycl::write_only);
    h.parallel_for(sycl::range<1>(512), [=](sycl::id<1> i) { l[i] = norm(p[i].x(), p[i].y()); });
  });
}
