//- /faulty.cpp
// device: nvidia-v100
#include <sycl/sycl.hpp>
void run(sycl::queue &q, float *grid) {
  const int nz = 256, ny = 64, nx = 64;
  sycl::range<3> whole(nz, ny, nx);
  sycl::range<3> group(128, 1, 8);
//               ^^^^^^^^^^^^^^^^ proved work-group-too-large
  q.parallel_for(sycl::nd_range<3>(whole, group), [=](sycl::nd_item<3> it) {
//  ^^^^^^^^^^^^ related
    int z = it.get_global_id(0), y = it.get_global_id(1), x = it.get_global_id(2);
    grid[(z * ny + y) * nx + x] = 0.25f;
  });
  q.wait();
}
//- /fixed.cpp
// device: nvidia-v100
#include <sycl/sycl.hpp>
void run(sycl::queue &q, float *grid) {
  const int nz = 256, ny = 64, nx = 64;
  sycl::range<3> whole(nz, ny, nx);
  sycl::range<3> group(64, 1, 16);
  q.parallel_for(sycl::nd_range<3>(whole, group), [=](sycl::nd_item<3> it) {
    int z = it.get_global_id(0), y = it.get_global_id(1), x = it.get_global_id(2);
    grid[(z * ny + y) * nx + x] = 0.25f;
  });
  q.wait();
}
