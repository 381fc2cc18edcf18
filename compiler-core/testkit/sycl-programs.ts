/** SYCL programs as people write them, for tests that cut and change them. */

export const NBODY = `
#include <cmath>
#include <vector>
#include <sycl/sycl.hpp>

#define SOFTENING 1e-9f

struct Body {
  float x, y, z;
  float vx = 0.f, vy = 0.f, vz = 0.f;
};

template <typename T>
inline T square(T v) { return v * v; }

int main(int argc, char* argv[]) {
  const int n = argc > 1 ? atoi(argv[1]) : 1024;
  const float dt = 0.01f;
  std::vector<Body> bodies(n);
  sycl::queue q{sycl::gpu_selector_v, sycl::property::queue::in_order()};
  Body* d = sycl::malloc_device<Body>(n, q);
  q.memcpy(d, bodies.data(), sizeof(Body) * n).wait();
  sycl::range<1> gws((n + 255) / 256 * 256);
  sycl::range<1> lws(256);
  for (int step = 0; step < 10; ++step) {
    q.submit([&](sycl::handler& cgh) {
      cgh.parallel_for<class bodyForce>(sycl::nd_range<1>(gws, lws), [=](sycl::nd_item<1> item) {
        const int i = item.get_global_id(0);
        if (i >= n) return;
        float fx = 0.f, fy = 0.f, fz = 0.f;
        for (int j = 0; j < n; j++) {
          const float dx = d[j].x - d[i].x, dy = d[j].y - d[i].y, dz = d[j].z - d[i].z;
          const float inverse = sycl::rsqrt(square(dx) + square(dy) + square(dz) + SOFTENING);
          const float cube = inverse * inverse * inverse;
          fx += dx * cube;
          fy += dy * cube;
          fz += dz * cube;
        }
        d[i].vx += dt * fx;
        d[i].vy += dt * fy;
        d[i].vz += dt * fz;
      });
    });
  }
  q.wait();
  sycl::free(d, q);
  return 0;
}
`;

export const REDUCE = `
#include <sycl/sycl.hpp>
#include <numeric>
using namespace sycl;

#define CHECK(x) do { if (!(x)) { std::cerr << #x << "\\n"; std::exit(1); } } while (0)

constexpr int GROUP = 128;
enum class Mode : int { Sum = 0, Max };

template <typename T, int N, Mode M = Mode::Sum>
class Reducer {
 public:
  explicit Reducer(queue& q, std::size_t n) : q_(q), n_{n} {}
  Reducer(const Reducer&) = delete;

  T run(buffer<T, 1>& in) {
    T result{};
    {
      buffer<T, 1> out(&result, range<1>(1));
      q_.submit([&](handler& h) {
        accessor a(in, h, read_only);
        accessor b{out, h, write_only, no_init};
        local_accessor<T, 1> tile(range<1>(N), h);
        const auto n = n_;
        h.parallel_for(nd_range<1>{range<1>(N), range<1>(N)}, [=](nd_item<1> it) [[sycl::reqd_work_group_size(N)]] {
          const auto lid = it.get_local_id(0);
          T sum = T(0);
          for (std::size_t i = it.get_global_linear_id(); i < n; i += N) {
            if constexpr (M == Mode::Sum) sum += a[i];
            else sum = sum > a[i] ? sum : a[i];
          }
          tile[lid] = sum;
          group_barrier(it.get_group());
          for (int s = N / 2; s > 0; s >>= 1) {
            if (lid < s) tile[lid] = combine(tile[lid], tile[lid + s]);
            it.barrier(access::fence_space::local_space);
          }
          if (lid == 0) b[0] = tile[0];
        });
      });
    }
    return result;
  }

 private:
  static T combine(T x, T y) { return M == Mode::Sum ? x + y : (x < y ? y : x); }
  queue& q_;
  std::size_t n_;
};

int main() try {
  queue q;
  std::vector<float> data(1 << 20);
  std::iota(data.begin(), data.end(), 0.f);
  buffer<float, 1> in(data.data(), data.size());
  Reducer<float, GROUP> r(q, data.size());
  const float got = r.run(in);
  auto check = [&, want = 1.5e3](auto value) mutable -> bool { return sycl::fabs(float(value - want)) < 1e-3f; };
  CHECK(check(got));
  vec<float, 4> v = {1.f, 2.f, 3.f, 4.f};
  v.xy() = v.lo() * static_cast<float>(2);
  atomic_ref<float, memory_order::relaxed, memory_scope::device, access::address_space::global_space> sum(data[0]);
  sum.fetch_add(v.x());
  switch (static_cast<int>(got)) {
    case 0:
    case 1: break;
    default: std::printf("%f\\n", got);
  }
  return 0;
} catch (const sycl::exception& e) {
  std::cerr << e.what() << std::endl;
  return 1;
}
`;
