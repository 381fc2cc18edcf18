// Three kernels over a matrix, with a fault or a slow access in each: open it in an editor, or run
//   athanor check examples/tiles.cpp --stats
#include <sycl/sycl.hpp>

constexpr int N = 1024;
constexpr int TILE = 16;

int main() {
  sycl::queue q{sycl::property::queue::in_order()};
  float *matrix = sycl::malloc_shared<float>(N * N, q);
  float *turned = sycl::malloc_shared<float>(N * N, q);
  float *sums = sycl::malloc_shared<float>(N, q);
  q.fill(matrix, 1.0f, N * N);

  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 2> tile(sycl::range<2>(TILE, TILE), h);
    h.parallel_for<class Turn>(sycl::nd_range<2>({N, N}, {TILE, TILE}), [=](sycl::nd_item<2> it) {
      const int y = it.get_local_id(0), x = it.get_local_id(1);
      tile[y][x] = matrix[it.get_global_id(0) * N + it.get_global_id(1)];
      const int row = it.get_group(1) * TILE + y, column = it.get_group(0) * TILE + x;
      turned[row * N + column] = tile[x][y];
    });
  });

  q.parallel_for<class SumRows>(sycl::range<1>(N), [=](sycl::id<1> row) {
    float sum = 0.0f;
    for (int column = 0; column < N; column++) sum += turned[row * N + column];
    sums[row] = sum;
  });

  q.parallel_for<class Smooth>(sycl::range<1>(N), [=](sycl::id<1> id) {
    const int i = id[0];
    matrix[i] = (sums[i - 1] + sums[i] + sums[i + 1]) / 3.0f;
  });

  const float first = sums[0];
  q.wait();
  sycl::free(matrix, q);
  sycl::free(turned, q);
  sycl::free(sums, q);
  return first > 0.0f ? 0 : 1;
}
