/** Small programs as people write them: what mutations begin with. */

import { programWith } from './hostile-kernels.ts';

export interface Seed {
  readonly path: string;
  readonly text: string;
}

const sycl = (text: string): Seed => ({ path: '/a.cpp', text });
const opencl = (text: string): Seed => ({ path: '/a.cl', text });

export const KERNEL_SEEDS: readonly Seed[] = [
  sycl(programWith('if (i < n) a[i] = sycl::fma(a[i], 2.0f, 1.0f);')),
  sycl(`#include <sycl/sycl.hpp>
#define TILE 16
template <typename T, int N> void multiply(sycl::queue &q, const T *a, const T *b, T *c, int n) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<T, 2> as(sycl::range<2>(N, N), h), bs(sycl::range<2>(N, N), h);
    h.parallel_for<class Multiply>(sycl::nd_range<2>({n, n}, {N, N}), [=](sycl::nd_item<2> it) {
      const int x = it.get_local_id(1), y = it.get_local_id(0);
      const int row = it.get_global_id(0), column = it.get_global_id(1);
      T sum = 0;
      for (int t = 0; t < n / N; ++t) {
        as[y][x] = a[row * n + t * N + x];
        bs[y][x] = b[(t * N + y) * n + column];
        it.barrier(sycl::access::fence_space::local_space);
#pragma unroll
        for (int k = 0; k < N; k++) sum += as[y][k] * bs[k][x];
        it.barrier();
      }
      c[row * n + column] = sum;
    });
  });
}
int main() {
  sycl::queue q(sycl::gpu_selector_v);
  float *a = sycl::malloc_device<float>(4096, q), *b = sycl::malloc_device<float>(4096, q);
  float *c = sycl::malloc_shared<float>(4096, q);
  multiply<float, TILE>(q, a, b, c, 64);
  q.wait();
  sycl::free(a, q);
}
`),
  sycl(`#include <sycl/sycl.hpp>
using namespace sycl;
struct Body { float3 position; float mass; };
inline float3 force(const Body &p, const Body &q) {
  float3 d = q.position - p.position;
  float r = dot(d, d) + 1e-3f;
  return d * (q.mass * rsqrt(r) / r);
}
void step(queue &q, buffer<Body, 1> &bodies, buffer<float3, 1> &forces, size_t n) {
  q.submit([&](handler &cgh) {
    auto b = bodies.get_access<access::mode::read>(cgh);
    accessor f(forces, cgh, write_only, no_init);
    cgh.parallel_for(range<1>(n), [=](id<1> i) {
      float3 sum(0.f);
      for (size_t j = 0; j < n; j++) { if (j == i[0]) continue; sum += force(b[i], b[j]); }
      f[i] = sum;
    });
  });
}
`),
  sycl(`#include <CL/sycl.hpp>
constexpr int SIZE = 1 << 8;
enum class Mode : unsigned char { Sum, Max };
template <Mode M> struct Op;
template <> struct Op<Mode::Sum> { int operator()(int a, int b) const { return a + b; } };
template <> struct Op<Mode::Max> { int operator()(int a, int b) const { return a > b ? a : b; } };
template <Mode M> class Reduce {
 public:
  Reduce(const int *in, int *out, sycl::local_accessor<int> s) : in_(in), out_(out), s_(s) {}
  void operator()(sycl::nd_item<1> it) const {
    size_t l = it.get_local_linear_id();
    s_[l] = in_[it.get_global_linear_id()];
    for (size_t w = it.get_local_range(0) / 2; w > 0; w >>= 1) {
      sycl::group_barrier(it.get_group());
      if (l < w) s_[l] = Op<M>{}(s_[l], s_[l + w]);
    }
    if (l == 0) out_[it.get_group(0)] = s_[0];
  }
 private:
  const int *in_; int *out_; sycl::local_accessor<int> s_;
};
void run(sycl::queue &q, int *in, int *out) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int> s(SIZE, h);
    h.parallel_for(sycl::nd_range<1>(SIZE * 8, SIZE), Reduce<Mode::Max>(in, out, s));
  });
}
`),
  sycl(`#include <sycl/sycl.hpp>
#define CHECK(x) do { if (!(x)) { fprintf(stderr, "%s\\n", #x); exit(1); } } while (0)
#define AT(m, r, c) m[(r) * n + (c)]
#ifdef USE_DOUBLE
typedef double real;
#else
typedef float real;
#endif
void histogram(sycl::queue &q, const unsigned *in, unsigned *bins, real *m, int n) {
  CHECK(n > 0);
  q.parallel_for(sycl::range<2>(n, n), [=](sycl::item<2> it) {
    int r = it[0], c = it.get_id(1);
    sycl::atomic_ref<unsigned, sycl::memory_order::relaxed, sycl::memory_scope::device> bin(bins[in[r] & 255u]);
    bin.fetch_add(1u);
    switch (c % 3) { case 0: AT(m, r, c) = 0; break; case 1: AT(m, r, c) += 1; default: AT(m, c, r) -= 2; }
    do { c /= 2; if (c == 7) break; } while (c > 1);
  }).wait();
}
`),
  sycl(`#include <sycl/sycl.hpp>
namespace ns { namespace detail {
template <typename... Ts> struct Pack { static constexpr int size = sizeof...(Ts); };
template <typename F, typename... A> auto apply(F f, A &&...a) -> decltype(f(a...)) { return f(std::forward<A>(a)...); }
} using namespace detail; }
void go(sycl::queue &q, float *x, int n) {
  auto op = [](auto u, auto v) { return u * v + ns::Pack<int, float>::size; };
  q.submit([&](sycl::handler &h) {
    h.parallel_for_work_group(sycl::range<1>(n), sycl::range<1>(32), [=](sycl::group<1> g) {
      int shared[32];
      g.parallel_for_work_item([&](sycl::h_item<1> i) { shared[i.get_local_id(0)] = i.get_global_id(0); });
      g.parallel_for_work_item([&](sycl::h_item<1> i) { x[i.get_global_id(0)] = ns::apply(op, 2.f, (float)shared[31]); });
    });
  });
}
`),
  sycl(`#include <sycl/sycl.hpp>
const char *name = R"kernel(not "code" \\n)kernel" "tail";
static const int offsets[4][2] = {{0, 1}, {1, 0}, {0, -1}, {-1, 0}};
void flood(sycl::queue &q, unsigned char *image, int w, int h_) {
  bool *changed = sycl::malloc_shared<bool>(1, q);
  do {
    *changed = false;
    q.submit([&](sycl::handler &h) {
      h.parallel_for(sycl::nd_range<2>(sycl::range<2>(h_, w), sycl::range<2>(8, 8)), [=](sycl::nd_item<2> it)
                     [[sycl::reqd_sub_group_size(16)]] {
        auto sg = it.get_sub_group();
        const int x = it.get_global_id(1), y = it.get_global_id(0);
        if (x >= w || y >= h_) return;
        unsigned char *p = image + y * w + x;
        for (const auto &o : offsets) {
          int u = x + o[0], v = y + o[1];
          if (u < 0 || v < 0 || u >= w || v >= h_) continue;
          if (image[v * w + u] > *p) { *p = image[v * w + u]; *changed = true; }
        }
        float s = sycl::reduce_over_group(sg, float(*p), sycl::plus<float>());
        if (sg.leader()) image[0] = (unsigned char)s;
      });
    }).wait_and_throw();
  } while (*changed);
}
`),
  sycl(`#include <sycl/sycl.hpp>
union Bits { float f; unsigned u; };
struct Base { virtual ~Base() {} int k = 3; };
struct Derived : public Base { int v[4] = {1, 2, 3, 4}; int &operator[](int i) { return v[i]; } };
void odd(sycl::queue &q, double *d, long long n) {
  int total{};
  sycl::buffer<int> sum(&total, 1);
  q.submit([&](sycl::handler &h) {
    auto r = sycl::reduction(sum, h, std::plus<>());
    h.parallel_for(sycl::range{static_cast<size_t>(n)}, r, [=](auto i, auto &s) {
      Derived x; x[i % 4] += x.k;
      double *p = d + i; p[0] = *reinterpret_cast<const float *>(&p[1]);
      goto end;
      end: s += x[0] ? 1 : 0, s.combine(2);
    });
  });
}
`),
  opencl(`#define WG 64
__constant float weights[3] = {0.25f, 0.5f, 0.25f};
float4 mix4(float4 a, float4 b) { return (float4)(a.xy, b.zw) * 0.5f; }
__kernel __attribute__((reqd_work_group_size(WG, 1, 1)))
void blur(__global const float *in, __global float4 *out, __local float *tile, const int n) {
  int g = get_global_id(0), l = get_local_id(0);
  tile[l] = in[g];
  barrier(CLK_LOCAL_MEM_FENCE);
  float s = 0;
  for (int k = -1; k <= 1; k++) if (l + k >= 0 && l + k < WG) s += weights[k + 1] * tile[l + k];
  out[g] = mix4(vload4(g, in), (float4)(s));
}
`),
  opencl(`typedef struct { int key; float value; } pair_t;
kernel void sort(global pair_t *p, uint stage, uint pass) {
  uint i = get_global_id(0);
  uint d = 1u << (stage - pass);
  uint l = (i % d) + (i / d) * 2 * d, r = l + d;
  bool up = !((i / (1 << stage)) & 1);
  pair_t a = p[l], b = p[r];
  if ((a.key > b.key) == up) { p[l] = b; p[r] = a; }
  atomic_inc((volatile global int *)&p[0].key);
}
kernel void scan(global int *x, local int *t) {
  size_t l = get_local_id(0); t[l] = x[l];
  for (int o = 1; o < get_local_size(0); o <<= 1) {
    barrier(CLK_LOCAL_MEM_FENCE); int v = l >= o ? t[l - o] : 0; barrier(CLK_LOCAL_MEM_FENCE); t[l] += v;
  }
  x[l] = select(t[l], as_int(convert_float(t[l])), l & 1);
}
`),
  sycl(`#include <sycl/sycl.hpp>
template <int N> struct Factorial { static constexpr int value = N * Factorial<N - 1>::value; };
template <> struct Factorial<0> { static constexpr int value = 1; };
constexpr int power(int b, int e) { int r = 1; while (e-- > 0) r *= b; return r; }
template <typename T, std::enable_if_t<std::is_integral_v<T>, int> = 0> T twice(T x) { return x * 2; }
void table(sycl::queue &q, int *out) {
  static constexpr int t[power(2, 3)] = {Factorial<5>::value, power(3, 4), sizeof(long), 'a', 0x1p3 > 7};
  q.single_task<class Table>([=]() {
    int *p = out;
    if constexpr (sizeof(int) == 4) for (int k : t) *p++ = twice(k);
    else p = nullptr;
  });
}
`),
  sycl(`#include <sycl/sycl.hpp>
#include "common.h"
#include <cmath>
SYCL_EXTERNAL float decay(float t);
void both(sycl::queue q, std::vector<float> &host) {
  try {
    sycl::buffer<float, 1> b{host.data(), sycl::range<1>{host.size()}};
    auto e = q.submit([&](sycl::handler &h) {
      auto x = b.template get_access<sycl::access_mode::read_write>(h);
      h.parallel_for<struct K1>(b.get_range(), [x](sycl::id<1> i) { x[i] = std::exp(-x[i]) + decay(x[i]); });
    });
    e.wait();
  } catch (sycl::exception const &e) { std::cerr << e.what() << std::endl; }
  for (auto &v : host) v *= static_cast<float>(M_PI);
}
`),
];
