#include <sycl/sycl.hpp>

constexpr int N = 64;

struct Vec3 { float x, y, z; };

int main() {
  sycl::queue q;
  float *x = sycl::malloc_device<float>(8192, q);
  float *y = sycl::malloc_device<float>(8192, q);
  double *d = sycl::malloc_device<double>(4096, q);
  Vec3 *v = sycl::malloc_device<Vec3>(1024, q);
  sycl::float4 *f = sycl::malloc_device<sycl::float4>(1024, q);

  // The last dimension is the fastest.
  q.parallel_for<class Rows>(sycl::nd_range<2>({N, N}, {4, 32}), [=](sycl::nd_item<2> it) {
    y[it.get_global_id(0) * N + it.get_global_id(1)] = x[it.get_global_linear_id()];
  });
  q.parallel_for<class Columns>(sycl::nd_range<2>({N, N}, {4, 32}), [=](sycl::nd_item<2> it) {
    y[it.get_global_id(1) * N + it.get_global_id(0)] += 1.0f;
  });
  q.parallel_for<class Structures>(sycl::nd_range<1>(1024, 128), [=](sycl::nd_item<1> it) {
    size_t i = it.get_global_id(0);
    v[i].y = v[i].x + v[i].z;
  });
  q.parallel_for<class Wide>(sycl::nd_range<1>(1024, 128), [=](sycl::nd_item<1> it) {
    size_t i = it.get_global_linear_id();
    f[i] = f[i] + f[1023 - i];
  });
  q.parallel_for<class Double>(sycl::nd_range<1>(1024, 128), [=](sycl::nd_item<1> it) {
    size_t i = it.get_global_id(0);
    d[i * 3] = d[i];
  });
  q.parallel_for<class Odd>(sycl::nd_range<1>(210, 70), [=](sycl::nd_item<1> it) {
    int i = it.get_global_id(0);
    y[i] = x[5 * i] + x[i + 7];
  });
  q.parallel_for<class Cube>(sycl::nd_range<3>({4, 8, 16}, {2, 4, 8}), [=](sycl::nd_item<3> it) {
    y[it.get_global_linear_id()] = x[(it.get_global_id(2) * 8 + it.get_global_id(1)) * 4 + it.get_global_id(0)];
  });
  q.parallel_for<class FewLanes>(sycl::nd_range<1>(512, 64), [=](sycl::nd_item<1> it) {
    if (it.get_local_id(0) < 5) y[it.get_group(0) * 5 + it.get_local_id(0)] = x[it.get_local_id(0) * 11];
  });
  q.parallel_for<class SmallSubGroup>(sycl::nd_range<1>(256, 64), [=](sycl::nd_item<1> it) [[sycl::reqd_sub_group_size(16)]] {
    size_t i = it.get_global_id(0);
    y[i] = x[i * 2] + x[i];
  });
  q.wait();
}
