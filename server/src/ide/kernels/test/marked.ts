/** A kernel file's text with `$0` as its cursor, and two such texts. */

import { KernelCode } from '../code.ts';

export const markedCode = (
  marked: string,
  path = '/k.cpp',
): { readonly code: KernelCode; readonly offset: number } => ({
  code: new KernelCode(path, marked.replace('$0', '')),
  offset: marked.indexOf('$0'),
});

/** Everything that is asked while typing, in OpenCL C: vectors, barriers, atomics, copies, attributes. */
export const OPENCL = `#define TILE 16
typedef struct { float4 position; float mass; } Body;

inline float4 pull(const float4 a, const float4 b, float eps) {
  float4 d = b - a;
  float r = native_rsqrt(dot(d.xyz, d.xyz) + eps);
  return (float4)(d.xyz * r, 0.0f); /* a comment with ( and { */
}

__kernel __attribute__((reqd_work_group_size(TILE, 1, 1)))
void step(__global const Body *bodies, __global float4 *out, __local float4 *part, __global int *count, uint n) {
  const size_t i = get_global_id(0), l = get_local_id(0);
  float4 sum = (float4)(0.0f);
  event_t e = async_work_group_copy(part, (const __global float4 *)bodies, TILE, 0);
  for (uint k = 0; k < n; k += TILE) {
    part[l] = bodies[k + l].position;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int j = 0; j < TILE; ++j) sum += pull(bodies[i].position, part[j], 1e-3f);
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
  }
  wait_group_events(1, &e);
  int4 bits = as_int4(sum);
  if (any(isnan(sum)) || bits.s0 < 0 && n > 4u) atomic_inc(&count[0]);
  vstore4(convert_float4_rte(convert_int4_sat(sum)), i, (__global float *)out);
}
`;

/** The same in SYCL: buffers, accessors, local memory, atomics, group algorithms, reductions, templates. */
export const SYCL = `#include <sycl/sycl.hpp>
namespace s = sycl;
template <typename T, int N> struct Tile { s::vec<T, 4> v; T rest[N]; };
template <typename T> T weigh(T x, const s::float4 &w, int n = 1) { return x * w.x() + n; }
struct Body {
  void operator()(s::nd_item<2> it) const {
    auto g = it.get_group();
    acc[it.get_global_id()] = s::reduce_over_group(g, weigh(1.0f, w), s::plus<>());
  }
  s::accessor<float, 2> acc;
  s::float4 w;
};
void run(s::queue &q, s::buffer<float, 2> &buf, float *usm, int n) {
  int *count = s::malloc_device<int>(1, q);
  q.submit([&](s::handler &h) {
    s::accessor a{buf, h, s::read_only};
    s::local_accessor<s::float4, 1> part(s::range<1>(64), h);
    // a comment with ( and <
    h.parallel_for<class Step<int, 2>>(s::nd_range<1>(s::range<1>(n), 64), s::reduction(usm, s::plus<float>()),
                   [=](s::nd_item<1> it, auto &sum) [[sycl::reqd_sub_group_size(16)]] {
      const auto i = it.get_global_id(0);
      Tile<float, 2> tile{s::float4(1.0f), {0, 1}};
      part[it.get_local_id(0)] = tile.v * 2.0f;
      s::group_barrier(it.get_group(), s::memory_scope::work_group);
      s::atomic_ref<int, s::memory_order::relaxed, s::memory_scope::device> ref(count[0]);
      if (i < 4 && n > 2) ref.fetch_add(1, s::memory_order::acq_rel);
      auto lo = part[0].lo().convert<int, s::rounding_mode::rte>();
      sum += s::native::sin(part[0].x()) + s::shift_group_left(it.get_sub_group(), a[0][i], 1) + lo.x();
    });
  });
  q.parallel_for(s::range<1>(n), [=](auto item) { usm[item] = R"x(it.)x"[0] + 'a'; }).wait();
}
`;
