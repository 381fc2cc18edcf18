// Runs a kernel on the inputs that all of them get, and prints what is in the arrays afterwards as JSON.
#include "kernel.hpp"
#include <cstdio>
#include <cstring>
using Kernel = void (*)(sycl::queue &, float *, float *, int *, unsigned *, long *, double *, int *);
template <class T> void show(const char *name, const T *x, const char *format, const char *end) {
  std::printf("\"%s\":[", name);
  for (int k = 0; k < 64; k++) {
    if (x[k] != x[k]) std::printf("\"NaN\"");
    else if (double(x[k]) > 1.7e308 || double(x[k]) < -1.7e308) std::printf(x[k] > 0 ? "\"Infinity\"" : "\"-Infinity\"");
    else std::printf(format, x[k]);
    if (k < 63) std::printf(",");
  }
  std::printf("]%s", end);
}
inline void print_after(const char *name, Kernel kernel) {
  alignas(128) float f[64], g[64];
  alignas(128) int n[64], m[64];
  alignas(128) unsigned u[64];
  alignas(128) long w[64];
  alignas(128) double d[64];
  for (int k = 0; k < 64; k++) {
    f[k] = ((k * 37) % 64 - 31) / 16.0f; g[k] = ((k * 23) % 61 - 30) / 25.0f;
    n[k] = (k * 29) % 101 - 50; m[k] = k + 1; u[k] = (k * 13) % 97; w[k] = (k * 17) % 89 - 44; d[k] = ((k * 11) % 53 - 26) / 7.0;
  }
  sycl::queue q;
  if (kernel) kernel(q, f, g, n, u, w, d, m);
  std::printf("{\"name\":\"%s\",", name);
  show("f", f, "%.9g", ","); show("g", g, "%.9g", ","); show("n", n, "%d", ","); show("u", u, "%u", ","); show("w", w, "%ld", ","); show("d", d, "%.17g", ","); show("m", m, "%d", "}\n");
}
