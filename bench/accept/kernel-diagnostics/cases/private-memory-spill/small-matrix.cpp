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
void run(sycl::queue &q, float *matrices) { invert<24>(q, matrices, 100); }
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
void run(sycl::queue &q, float *matrices) { invert<12>(q, matrices, 100); }
