// The arrays that every kernel gets, with what they hold before, and how they are printed.
#pragma once
#include <cstdio>
struct Arrays {
  alignas(128) float f[64], g[64];
  alignas(128) int n[64], m[64];
  alignas(128) unsigned u[64];
  alignas(128) long w[64];
  alignas(128) double d[64];
  Arrays() {
    for (int k = 0; k < 64; k++) {
      f[k] = ((k * 37) % 64 - 31) / 16.0f; g[k] = ((k * 23) % 61 - 30) / 25.0f;
      n[k] = (k * 29) % 101 - 50; m[k] = k + 1; u[k] = (k * 13) % 97; w[k] = (k * 17) % 89 - 44; d[k] = ((k * 11) % 53 - 26) / 7.0;
    }
  }
  void print(const char *name) const {
    std::printf("{\"name\":\"%s\",", name);
    show("f", f, "%.9g", ","); show("g", g, "%.9g", ","); show("n", n, "%d", ","); show("u", u, "%u", ","); show("w", w, "%ld", ","); show("d", d, "%.17g", ","); show("m", m, "%d", "}\n");
  }
private:
  template <class T> static void show(const char *name, const T *x, const char *format, const char *end) {
    std::printf("\"%s\":[", name);
    for (int k = 0; k < 64; k++) {
      if (x[k] != x[k]) std::printf("\"NaN\"");
      else if (double(x[k]) > 1.7e308 || double(x[k]) < -1.7e308) std::printf(x[k] > 0 ? "\"Infinity\"" : "\"-Infinity\"");
      else std::printf(format, x[k]);
      if (k < 63) std::printf(",");
    }
    std::printf("]%s", end);
  }
};
