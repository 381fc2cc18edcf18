// What every family of kernels is written with. The arrays have 64 elements each.
#pragma once
#define SYCL_SIMPLE_SWIZZLES
#include <sycl/sycl.hpp>
#include <array>
#include <tuple>
#include <utility>
#include <algorithm>
#include <cmath>
#define KERNEL(name) void run_##name(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m)
/// The statements, for each of 64 items in four groups.
#define EACH(name, ...) \
  KERNEL(name) { \
    q.parallel_for<class name>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); __VA_ARGS__ }).wait(); \
  }
/// The same with a group's sixteen of `n` in local memory.
#define TILE(name, ...) \
  KERNEL(name) { \
    q.submit([&](sycl::handler &h) { \
      sycl::local_accessor<int, 1> t(sycl::range<1>(16), h); \
      h.parallel_for<class name>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { \
        int i = it.get_global_id(0), l = it.get_local_id(0); \
        t[l] = n[i]; \
        sycl::group_barrier(it.get_group()); \
        __VA_ARGS__ \
      }); \
    }).wait(); \
  }
