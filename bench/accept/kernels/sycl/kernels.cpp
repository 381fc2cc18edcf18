#include <sycl/sycl.hpp>
#define AT(x) sycl::atomic_ref<int, sycl::memory_order::relaxed, sycl::memory_scope::device>(x)
struct P { int a; float b; };
struct N2 { P p; int k[2]; };
struct Acc { int s; void add(int x) { s += x; } int get() const { return s; } };
struct V2 { int x, y; V2 operator+(const V2 &o) const { return {x + o.x, y + o.y}; } V2 operator*(int k) const { return {x * k, y * k}; } };
enum class Color { red = 1, blue = 4 };
inline int twice(int x) { return 2 * x; }
constexpr int cube(int x) { return x * x * x; }
template <class T> T sum3(T a, T b, T c) { return a + b + c; }
template <int N> int timesN(int x) { return N * x; }
template <bool B> int pick(int x) { if constexpr (B) return x * 10; else return x; }
inline int ov(int x) { return x + 1; }
inline int ov(float x) { return (int)(x * 2); }
inline int dflt(int x, int y = 3) { return x * y; }
inline void sw(int &a, int &b) { int t = a; a = b; b = t; }

void run_m_sin(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_sin>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::sin(f[i] * 2.5f); }).wait();
}

void run_m_cos(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_cos>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::cos(f[i] * 2.5f); }).wait();
}

void run_m_tan(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_tan>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::tan(f[i] * 2.5f); }).wait();
}

void run_m_atan(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_atan>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::atan(f[i] * 2.5f); }).wait();
}

void run_m_sinh(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_sinh>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::sinh(f[i] * 2.5f); }).wait();
}

void run_m_cosh(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_cosh>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::cosh(f[i] * 2.5f); }).wait();
}

void run_m_tanh(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_tanh>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::tanh(f[i] * 2.5f); }).wait();
}

void run_m_exp(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_exp>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::exp(f[i] * 2.5f); }).wait();
}

void run_m_exp2(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_exp2>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::exp2(f[i] * 2.5f); }).wait();
}

void run_m_expm1(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_expm1>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::expm1(f[i] * 2.5f); }).wait();
}

void run_m_cbrt(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_cbrt>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::cbrt(f[i] * 2.5f); }).wait();
}

void run_m_fabs(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_fabs>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::fabs(f[i] * 2.5f); }).wait();
}

void run_m_floor(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_floor>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::floor(f[i] * 2.5f); }).wait();
}

void run_m_ceil(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_ceil>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::ceil(f[i] * 2.5f); }).wait();
}

void run_m_trunc(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_trunc>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::trunc(f[i] * 2.5f); }).wait();
}

void run_m_round(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_round>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::round(f[i] * 2.5f); }).wait();
}

void run_m_rint(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_rint>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::rint(f[i] * 2.5f); }).wait();
}

void run_m_erf(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_erf>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::erf(f[i] * 2.5f); }).wait();
}

void run_m_erfc(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_erfc>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::erfc(f[i] * 2.5f); }).wait();
}

void run_m_sign(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_sign>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::sign(f[i] * 2.5f); }).wait();
}

void run_m_degrees(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_degrees>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::degrees(f[i] * 2.5f); }).wait();
}

void run_m_radians(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_radians>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::radians(f[i] * 2.5f); }).wait();
}

void run_m_asinh(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_asinh>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::asinh(f[i] * 2.5f); }).wait();
}

void run_m_log(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_log>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::log(sycl::fabs(f[i]) * 3.0f + 0.25f); }).wait();
}

void run_m_log2(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_log2>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::log2(sycl::fabs(f[i]) * 3.0f + 0.25f); }).wait();
}

void run_m_log10(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_log10>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::log10(sycl::fabs(f[i]) * 3.0f + 0.25f); }).wait();
}

void run_m_log1p(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_log1p>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::log1p(sycl::fabs(f[i]) * 3.0f + 0.25f); }).wait();
}

void run_m_sqrt(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_sqrt>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::sqrt(sycl::fabs(f[i]) * 3.0f + 0.25f); }).wait();
}

void run_m_rsqrt(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_rsqrt>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::rsqrt(sycl::fabs(f[i]) * 3.0f + 0.25f); }).wait();
}

void run_m_lgamma(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_lgamma>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::lgamma(sycl::fabs(f[i]) * 3.0f + 0.25f); }).wait();
}

void run_m_tgamma(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_tgamma>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::tgamma(sycl::fabs(f[i]) * 3.0f + 0.25f); }).wait();
}

void run_m_asin(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_asin>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::asin(f[i] * 0.4f); }).wait();
}

void run_m_acos(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_acos>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::acos(f[i] * 0.4f); }).wait();
}

void run_m_atanh(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class m_atanh>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::atanh(f[i] * 0.4f); }).wait();
}

void run_b_atan2(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class b_atan2>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::atan2(f[i] * 3.0f, g[i] + 0.5f); }).wait();
}

void run_b_fmod(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class b_fmod>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::fmod(f[i] * 3.0f, g[i] + 0.5f); }).wait();
}

void run_b_hypot(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class b_hypot>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::hypot(f[i] * 3.0f, g[i] + 0.5f); }).wait();
}

void run_b_fmin(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class b_fmin>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::fmin(f[i] * 3.0f, g[i] + 0.5f); }).wait();
}

void run_b_fmax(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class b_fmax>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::fmax(f[i] * 3.0f, g[i] + 0.5f); }).wait();
}

void run_b_copysign(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class b_copysign>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::copysign(f[i] * 3.0f, g[i] + 0.5f); }).wait();
}

void run_b_fdim(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class b_fdim>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::fdim(f[i] * 3.0f, g[i] + 0.5f); }).wait();
}

void run_b_nextafter(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class b_nextafter>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::nextafter(f[i] * 3.0f, g[i] + 0.5f); }).wait();
}

void run_b_remainder(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class b_remainder>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::remainder(f[i] * 3.0f, g[i] + 0.5f); }).wait();
}

void run_b_pow(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class b_pow>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::pow(sycl::fabs(f[i]) + 0.5f, g[i]); }).wait();
}

void run_b_pown(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class b_pown>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::pown(f[i], n[i] % 4); }).wait();
}

void run_b_ldexp(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class b_ldexp>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::ldexp(f[i], n[i] % 9); }).wait();
}

void run_t_fma(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class t_fma>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::fma(f[i], g[i], 0.1f); }).wait();
}

void run_t_mix(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class t_mix>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::mix(f[i], g[i], 0.25f); }).wait();
}

void run_t_step(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class t_step>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::step(f[i], g[i]); }).wait();
}

void run_t_smoothstep(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class t_smoothstep>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::smoothstep(-0.5f, 0.75f, f[i]); }).wait();
}

void run_t_clamp(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class t_clamp>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::clamp(f[i], -0.5f, 0.5f); }).wait();
}

void run_p_isnan(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class p_isnan>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::isnan(f[i] / (g[i] - g[i])) ? 1 : 0; }).wait();
}

void run_p_isinf(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class p_isinf>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::isinf(1.0f / (f[i] - f[i])) ? 3 : 4; }).wait();
}

void run_p_signbit(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class p_signbit>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::signbit(f[i]) ? 1 : 0; }).wait();
}

void run_i_abs(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class i_abs>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::abs(n[i]); }).wait();
}

void run_i_minmax(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class i_minmax>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::min(n[i], 7) + sycl::max(n[i], -3); }).wait();
}

void run_i_clamp(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class i_clamp>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::clamp(n[i], -5, 5); }).wait();
}

void run_i_mul_hi(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class i_mul_hi>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::mul_hi(n[i] * 65537, n[i] * 70001); }).wait();
}

void run_u_mul_hi(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class u_mul_hi>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); u[i] = sycl::mul_hi(u[i] * 65537u, u[i] * 70001u); }).wait();
}

void run_l_mul_hi(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class l_mul_hi>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); w[i] = sycl::mul_hi(w[i] * 6553700001L, w[i] * 700010001L); }).wait();
}

void run_i_clz(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class i_clz>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::clz(n[i] * 977); }).wait();
}

void run_i_ctz(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class i_ctz>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::ctz(n[i] * 977); }).wait();
}

void run_i_popcount(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class i_popcount>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::popcount(n[i] * 977); }).wait();
}

void run_i_rotate(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class i_rotate>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); u[i] = sycl::rotate(u[i] * 977u, 7u); }).wait();
}

void run_c_rotate(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class c_rotate>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); u[i] = sycl::rotate((unsigned char)(u[i]), (unsigned char)3); }).wait();
}

void run_i_add_sat(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class i_add_sat>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::add_sat(n[i] * 40000000, 1900000000); }).wait();
}

void run_i_sub_sat(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class i_sub_sat>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::sub_sat(n[i] * 40000000, 1900000000); }).wait();
}

void run_i_mad_sat(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class i_mad_sat>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::mad_sat(n[i], 123456789, 5); }).wait();
}

void run_i_hadd(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class i_hadd>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::hadd(n[i], 2147483647); }).wait();
}

void run_i_rhadd(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class i_rhadd>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::rhadd(n[i], 2147483646); }).wait();
}

void run_i_mad24(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class i_mad24>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::mad24(n[i], 77, 3) + sycl::mul24(n[i], -5); }).wait();
}

void run_i_abs_diff(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class i_abs_diff>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); u[i] = sycl::abs_diff(u[i], 40u); }).wait();
}

void run_a_signed_char(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class a_signed_char>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); signed char a = (signed char)(n[i] * 31), b = (signed char)(u[i] + 3); a += b; a = (signed char)(a * b - (a >> 1)); a ^= (signed char)(b << 2); w[i] = (long)(a / b) + (long)(a % b) * 1000L + (a < b ? 7 : 9); }).wait();
}

void run_a_unsigned_char(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class a_unsigned_char>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); unsigned char a = (unsigned char)(n[i] * 31), b = (unsigned char)(u[i] + 3); a += b; a = (unsigned char)(a * b - (a >> 1)); a ^= (unsigned char)(b << 2); w[i] = (long)(a / b) + (long)(a % b) * 1000L + (a < b ? 7 : 9); }).wait();
}

void run_a_short(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class a_short>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); short a = (short)(n[i] * 31), b = (short)(u[i] + 3); a += b; a = (short)(a * b - (a >> 1)); a ^= (short)(b << 2); w[i] = (long)(a / b) + (long)(a % b) * 1000L + (a < b ? 7 : 9); }).wait();
}

void run_a_unsigned_short(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class a_unsigned_short>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); unsigned short a = (unsigned short)(n[i] * 31), b = (unsigned short)(u[i] + 3); a += b; a = (unsigned short)(a * b - (a >> 1)); a ^= (unsigned short)(b << 2); w[i] = (long)(a / b) + (long)(a % b) * 1000L + (a < b ? 7 : 9); }).wait();
}

void run_a_int(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class a_int>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); int a = (int)(n[i] * 31), b = (int)(u[i] + 3); a += b; a = (int)(a * b - (a >> 1)); a ^= (int)(b << 2); w[i] = (long)(a / b) + (long)(a % b) * 1000L + (a < b ? 7 : 9); }).wait();
}

void run_a_unsigned(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class a_unsigned>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); unsigned a = (unsigned)(n[i] * 31), b = (unsigned)(u[i] + 3); a += b; a = (unsigned)(a * b - (a >> 1)); a ^= (unsigned)(b << 2); w[i] = (long)(a / b) + (long)(a % b) * 1000L + (a < b ? 7 : 9); }).wait();
}

void run_a_long(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class a_long>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); long a = (long)(n[i] * 31), b = (long)(u[i] + 3); a += b; a = (long)(a * b - (a >> 1)); a ^= (long)(b << 2); w[i] = (long)(a / b) + (long)(a % b) * 1000L + (a < b ? 7 : 9); }).wait();
}

void run_a_unsigned_long(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class a_unsigned_long>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); unsigned long a = (unsigned long)(n[i] * 31), b = (unsigned long)(u[i] + 3); a += b; a = (unsigned long)(a * b - (a >> 1)); a ^= (unsigned long)(b << 2); w[i] = (long)(a / b) + (long)(a % b) * 1000L + (a < b ? 7 : 9); }).wait();
}

void run_a_promote(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class a_promote>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); unsigned char c = 200, d = 100; n[i] = c + d + (int)(unsigned char)(c + d); w[i] = -1 < 1u ? 1 : 2; }).wait();
}

void run_a_shift(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class a_shift>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = (n[i] << 3) | (n[i] >> 2); u[i] = u[i] >> (i % 7); }).wait();
}

void run_a_logic(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class a_logic>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = (n[i] & 12) | (n[i] ^ 5) | ~n[i]; u[i] = !u[i] + !!n[i]; }).wait();
}

void run_a_double(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class a_double>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); d[i] = d[i] * 1.1 + 0.3 / (d[i] + 10.0); f[i] = (float)(d[i] * 0.1); }).wait();
}

void run_a_convert(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class a_convert>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = (int)(f[i] * 100.0f); f[i] = (float)n[i] / 3; w[i] = (long)(d[i] * 1e6); u[i] = (unsigned)(g[i] * 1000.0f + 5000.0f); }).wait();
}

void run_a_bitcast(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class a_bitcast>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::bit_cast<int>(f[i]); g[i] = sycl::bit_cast<float>(0x3f800000 + (int)i); }).wait();
}

void run_a_compound(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class a_compound>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); int x = n[i]; x += 3; x -= 1; x *= 2; x /= 3; x %= 17; x <<= 2; x >>= 1; x |= 8; x &= 63; x ^= 21; n[i] = x++ + ++x - x-- - --x; }).wait();
}

void run_a_comma(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class a_comma>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); int a = 1, b = 2; n[i] = (a += b, b += a, a * 10 + b); }).wait();
}

void run_a_ternary(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class a_ternary>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = n[i] > 0 ? (n[i] > 5 ? 2 : 1) : n[i] < -5 ? -2 : -1; }).wait();
}

void run_f_for(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class f_for>(sycl::range<1>(64), [=](sycl::id<1> i) { int s = 0; for (int j = 0; j < (int)i; j++) s += j * n[j]; w[i] = s; }).wait();
}

void run_f_nested(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class f_nested>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); int s = 0; for (int a = 0; a < 4; a++) for (int b = a; b < 4; b++) s += a * b + n[i]; n[i] = s; }).wait();
}

void run_f_while(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class f_while>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); int x = n[i] < 0 ? -n[i] : n[i], c = 0; while (x > 1) { x = x % 2 ? 3 * x + 1 : x / 2; c++; } n[i] = c; }).wait();
}

void run_f_do(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class f_do>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); int c = 0; do { c += 2; } while (c < n[i]); n[i] = c; }).wait();
}

void run_f_break(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class f_break>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); int c = 0; for (int j = 0; ; j++) { if (j * j > (int)i) break; c += j; } n[i] = c; }).wait();
}

void run_f_continue(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class f_continue>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); int c = 0; for (int j = 0; j < 20; j++) { if (j % 3 == (int)(i % 3)) continue; c += j; } n[i] = c; }).wait();
}

void run_f_switch(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class f_switch>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); int r = 0; switch (n[i] & 3) { case 0: r = 10; break; case 1: r = 20; case 2: r += 5; break; default: r = -1; } n[i] = r; }).wait();
}

void run_f_return(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class f_return>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); if (i % 3 == 0) return; n[i] = 99; if (i % 3 == 1) return; n[i] = 77; }).wait();
}

void run_f_down(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class f_down>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); int s = 0; for (int j = 10; j > 0; j -= 3) s = s * 2 + j; n[i] += s; }).wait();
}

void run_f_unsigned_loop(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class f_unsigned_loop>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); unsigned s = 0; for (unsigned j = 8; j-- > 0;) s = s * 3 + j; u[i] += s; }).wait();
}

void run_f_shortcircuit(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class f_shortcircuit>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); int c = 0; if (n[i] > 0 && ++c > 0) c += 10; if (n[i] > 0 || ++c > 0) c += 100; n[i] = c; }).wait();
}

void run_f_flag(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class f_flag>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); bool found = false; int at = -1; for (int j = 0; j < 16 && !found; j++) if (n[j] > (int)i - 40) { found = true; at = j; } w[i] = at; }).wait();
}

void run_s_array(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class s_array>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); int a[8]; for (int j = 0; j < 8; j++) a[j] = j * j + n[i]; int s = 0; for (int j = 7; j >= 0; j--) s = s * 3 + a[j]; n[i] = s; }).wait();
}

void run_s_array2(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class s_array2>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); int a[3][4]; for (int x = 0; x < 3; x++) for (int y = 0; y < 4; y++) a[x][y] = x * 10 + y; n[i] = a[i % 3][i % 4]; }).wait();
}

void run_s_dynamic(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class s_dynamic>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); int a[4] = {1, 2, 3, 4}; a[i % 4] += n[i]; n[i] = a[0] * 1000 + a[1] * 100 + a[2] * 10 + a[3]; }).wait();
}

void run_s_struct(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class s_struct>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); P p = {1, 2.5f}; p.a += n[i]; P q = p; q.b *= p.a; n[i] = p.a; f[i] = q.b; }).wait();
}

void run_s_method(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class s_method>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); Acc a{0}; for (int j = 0; j < 5; j++) a.add(j + n[i]); n[i] = a.get(); }).wait();
}

void run_s_nested(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class s_nested>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); N2 x; x.p.a = n[i]; x.p.b = f[i]; x.k[0] = 1; x.k[1] = x.p.a * 2; n[i] = x.k[0] + x.k[1]; f[i] = x.p.b; }).wait();
}

void run_s_reference(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class s_reference>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); int x = n[i]; int &r = x; r += 5; const int &c = r; n[i] = x + c; }).wait();
}

void run_s_pointer(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class s_pointer>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); int a[4] = {3, 1, 4, 1}; int *p = a + 1; *p += n[i]; p++; n[i] = *p * 100 + a[1] + (int)(p - a); }).wait();
}

void run_s_global_pointer(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class s_global_pointer>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); float *p = f + i; *p = *p * 2.0f; p[0] += 1.0f; }).wait();
}

void run_s_swap(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class s_swap>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); int a = n[i], b = (int)i; sw(a, b); n[i] = a * 100 + b; }).wait();
}

void run_c_function(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class c_function>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = twice(n[i]) + cube(3); }).wait();
}

void run_c_template(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class c_template>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sum3<int>(n[i], 2, 3); f[i] = sum3<float>(f[i], 0.5f, 0.25f); }).wait();
}

void run_c_valuetemplate(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class c_valuetemplate>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = timesN<7>(n[i]) + timesN<2>(1); }).wait();
}

void run_c_lambda(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class c_lambda>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); auto h = [&](int x) { return x * 2 + n[i]; }; n[i] = h(3) + h(n[i]); }).wait();
}

void run_c_genericlambda(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class c_genericlambda>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); auto h = [](auto x, auto y) { return x + y; }; n[i] = h(n[i], 1); f[i] = h(f[i], 0.5f); }).wait();
}

void run_c_constexpr(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class c_constexpr>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); constexpr int m = cube(2) + 1; n[i] = n[i] * m; }).wait();
}

void run_c_ifconstexpr(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class c_ifconstexpr>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = pick<true>(n[i]) - pick<false>(n[i]); }).wait();
}

void run_c_overload(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class c_overload>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = ov(n[i]) + ov(f[i] > 0 ? 1.5f : 2.5f); }).wait();
}

void run_c_default(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class c_default>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = dflt(n[i]) + dflt(n[i], 5); }).wait();
}

void run_c_capture(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class c_capture>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = n[i] * factor; }).wait();
}

void run_c_enum(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class c_enum>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); Color c = (n[i] & 1) ? Color::red : Color::blue; n[i] = (int)c * 10 + (c == Color::red); }).wait();
}

void run_c_operator(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class c_operator>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); V2 a{1, n[i]}, b{3, 4}; V2 c = a + b * 2; n[i] = c.x * 1000 + c.y; }).wait();
}

void run_l_reverse(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.submit([&](sycl::handler &h) { sycl::local_accessor<int, 1> t(sycl::range<1>(16), h);
    h.parallel_for<class l_reverse>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { int i = it.get_global_id(0), l = it.get_local_id(0); t[l] = n[i]; sycl::group_barrier(it.get_group()); n[i] = t[15 - l]; }); }).wait();
}

void run_l_tree(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.submit([&](sycl::handler &h) { sycl::local_accessor<int, 1> t(sycl::range<1>(16), h);
    h.parallel_for<class l_tree>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { int i = it.get_global_id(0), l = it.get_local_id(0); t[l] = n[i]; sycl::group_barrier(it.get_group()); for (int s = 8; s > 0; s >>= 1) { if (l < s) t[l] += t[l + s]; sycl::group_barrier(it.get_group()); } if (l == 0) w[it.get_group(0)] = t[0]; }); }).wait();
}

void run_l_scan(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.submit([&](sycl::handler &h) { sycl::local_accessor<int, 1> t(sycl::range<1>(16), h);
    h.parallel_for<class l_scan>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { int i = it.get_global_id(0), l = it.get_local_id(0); t[l] = n[i]; sycl::group_barrier(it.get_group()); for (int s = 1; s < 16; s *= 2) { int v = l >= s ? t[l - s] : 0; sycl::group_barrier(it.get_group()); t[l] += v; sycl::group_barrier(it.get_group()); } n[i] = t[l]; }); }).wait();
}

void run_l_stencil(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.submit([&](sycl::handler &h) { sycl::local_accessor<int, 1> t(sycl::range<1>(16), h);
    h.parallel_for<class l_stencil>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { int i = it.get_global_id(0), l = it.get_local_id(0); t[l] = n[i]; sycl::group_barrier(it.get_group()); n[i] = t[l] + (l > 0 ? t[l - 1] : 0) + (l < 15 ? t[l + 1] : 0); }); }).wait();
}

void run_l_sort(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.submit([&](sycl::handler &h) { sycl::local_accessor<int, 1> t(sycl::range<1>(16), h);
    h.parallel_for<class l_sort>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { int i = it.get_global_id(0), l = it.get_local_id(0); t[l] = n[i]; sycl::group_barrier(it.get_group()); int r = 0; for (int j = 0; j < 16; j++) r += t[j] < t[l] || (t[j] == t[l] && j < l); n[i - l + r] = t[l]; }); }).wait();
}

void run_l_histogram(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.submit([&](sycl::handler &h) { sycl::local_accessor<int, 1> t(sycl::range<1>(16), h);
    h.parallel_for<class l_histogram>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { int i = it.get_global_id(0), l = it.get_local_id(0); t[l] = 0; sycl::group_barrier(it.get_group()); AT(t[(unsigned)n[i] % 16]).fetch_add(1); sycl::group_barrier(it.get_group()); w[i] = t[l]; }); }).wait();
}

void run_x_add(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class x_add>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); AT(m[0]).fetch_add(3); }).wait();
}

void run_x_sub(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class x_sub>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); AT(m[0]).fetch_sub(2); }).wait();
}

void run_x_min(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class x_min>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); AT(m[0]).fetch_min(n[i]); }).wait();
}

void run_x_max(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class x_max>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); AT(m[0]).fetch_max(n[i]); }).wait();
}

void run_x_and(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class x_and>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); AT(m[0]).fetch_and(n[i] | 12); }).wait();
}

void run_x_or(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class x_or>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); AT(m[0]).fetch_or(n[i] & 48); }).wait();
}

void run_x_xor(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class x_xor>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); AT(m[0]).fetch_xor(n[i]); }).wait();
}

void run_x_cas(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class x_cas>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); int e = AT(m[1]).load(); while (!AT(m[1]).compare_exchange_strong(e, e * 3 % 1000 + 0 * n[i])) {}  }).wait();
}

void run_x_store(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class x_store>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); if (i == 5) AT(m[2]).store(42); if (i == 6) AT(m[3]).exchange(n[i]); }).wait();
}

void run_x_count(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class x_count>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); if (n[i] > 0) { int at = AT(m[0]).fetch_add(1); AT(m[4]).fetch_add(at); } }).wait();
}

void run_g_reduce_plus(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class g_reduce_plus>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::reduce_over_group(it.get_group(), n[i], sycl::plus<>()); }).wait();
}

void run_g_reduce_minimum(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class g_reduce_minimum>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::reduce_over_group(it.get_group(), n[i], sycl::minimum<>()); }).wait();
}

void run_g_reduce_maximum(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class g_reduce_maximum>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::reduce_over_group(it.get_group(), n[i], sycl::maximum<>()); }).wait();
}

void run_g_reduce_f(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class g_reduce_f>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); f[i] = sycl::reduce_over_group(it.get_group(), f[i], sycl::plus<>()); }).wait();
}

void run_g_inclusive(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class g_inclusive>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::inclusive_scan_over_group(it.get_group(), n[i], sycl::plus<>()); }).wait();
}

void run_g_exclusive(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class g_exclusive>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::exclusive_scan_over_group(it.get_group(), n[i], 100, sycl::plus<>()); }).wait();
}

void run_g_broadcast(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class g_broadcast>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::group_broadcast(it.get_group(), n[i], 3); }).wait();
}

void run_g_any(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class g_any>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::any_of_group(it.get_group(), n[i] > 90); }).wait();
}

void run_g_all(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class g_all>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::all_of_group(it.get_group(), n[i] > -99); }).wait();
}

void run_g_none(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class g_none>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = sycl::none_of_group(it.get_group(), n[i] == 1); }).wait();
}

void run_q_range(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class q_range>(sycl::range<1>(64), [=](sycl::id<1> i) { n[i] = n[i] + (int)i; }).wait();
}

void run_q_ids(sycl::queue &q, float *f, float *g, int *n, unsigned *u, long *w, double *d, int *m) { const int factor = 3; (void)factor;
  q.parallel_for<class q_ids>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) { size_t i = it.get_global_id(0); n[i] = (int)(it.get_local_range(0) * 1000 + it.get_group_range(0) * 100 + it.get_group(0) * 10 + it.get_local_id(0)); w[i] = (long)it.get_global_range(0); }).wait();
}
