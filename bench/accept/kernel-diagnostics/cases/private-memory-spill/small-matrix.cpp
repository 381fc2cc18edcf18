//- /faulty.cpp
// device: intel-arc-a770
#include <sycl/sycl.hpp>
template <int N> void invert(sycl::queue &q, float *matrices, int count) {
  q.parallel_for(sycl::range<1>(count), [=](sycl::id<1> id) {
    float m[N][N];
//        ^^^^^^^ proved private-memory-spill
    float *own = matrices + id[0] * N * N;
    for (int r = 0; r < N; r++)
      for (int c = 0; c < N; c++) m[r][c] = own[r * N + c];
    for (int r = 0; r < N; r++) own[r * N + r] = 1 / m[r][r];
  });
}
int main() {
  sycl::queue q;
  invert<24>(q, sycl::malloc_device<float>(100 * 24 * 24, q), 100);
}
//- /fixed.cpp
// device: intel-arc-a770
#include <sycl/sycl.hpp>
template <int N> void invert(sycl::queue &q, float *matrices, int count) {
  q.parallel_for(sycl::range<1>(count), [=](sycl::id<1> id) {
    float m[N][N];
    float *own = matrices + id[0] * N * N;
    for (int r = 0; r < N; r++)
      for (int c = 0; c < N; c++) m[r][c] = own[r * N + c];
    for (int r = 0; r < N; r++) own[r * N + r] = 1 / m[r][r];
  });
}
int main() {
  sycl::queue q;
  invert<12>(q, sycl::malloc_device<float>(100 * 12 * 12, q), 100);
}
