// vec, marray, swizzles, geometric builtins.
#include "kernel.hpp"
/// The statements, for each of sixteen vectors of `f`, `g` and `n`.
#define FOURS(name, ...) \
  KERNEL(name) { \
    sycl::float4 *f_v = reinterpret_cast<sycl::float4 *>(f), *g_v = reinterpret_cast<sycl::float4 *>(g); \
    sycl::int4 *n_v = reinterpret_cast<sycl::int4 *>(n); \
    q.parallel_for<class name>(sycl::range<1>(16), [=](sycl::id<1> i) { __VA_ARGS__ }).wait(); \
  }
FOURS(v_arithmetic, f_v[i] = f_v[i] * g_v[i] + 2.0f - f_v[i] / 4.0f; n_v[i] = (n_v[i] + 3) * 2 % 7;)
FOURS(v_assign, auto a = f_v[i]; a += g_v[i]; a *= 2.0f; a -= sycl::float4(1.0f); a /= 3.0f; f_v[i] = -a; auto b = n_v[i]; b <<= 2; b &= 255; b |= sycl::int4(1, 2, 4, 8); b ^= b >> 1; n_v[i] = ~b;)
FOURS(v_elements, sycl::float4 a = f_v[i]; a.x() = a.y() + 1; a.w() *= 2.0f; a[1] = a[2]; f_v[i] = a; n_v[i].z() += 100;)
FOURS(v_construct, sycl::float2 a(1.0f, f_v[i].x()); sycl::float4 b(a, g_v[i].x(), 2.0f), c(a, a); f_v[i] = b + c; sycl::int4 e{n_v[i].x(), 2, 3, 4}; n_v[i] = e;)
FOURS(v_compare, n_v[i] = (f_v[i] < g_v[i]) + 2 * (n_v[i] == sycl::int4(3)) - (n_v[i] >= 0); f_v[i] = sycl::float4(f_v[i].x() > 0 ? 1 : 2);)
FOURS(v_convert, n_v[i] = (f_v[i] * 10.0f).convert<int>(); f_v[i] = n_v[i].convert<float>() * 0.25f;)
FOURS(v_convert_rounding, n_v[i] = (f_v[i] * 10.0f).convert<int, sycl::rounding_mode::rtz>() * 1000 + (g_v[i] * 10.0f).convert<int, sycl::rounding_mode::rte>();)
FOURS(v_as, n_v[i] = f_v[i].as<sycl::int4>(); g_v[i] = (n_v[i] & 0x7fffffff).as<sycl::float4>();)
FOURS(v_size, n_v[i] = sycl::int4((int)n_v[i].size(), (int)n_v[i].byte_size(), (int)sizeof(sycl::float3), (int)f_v[i].get_count());)
FOURS(v_loop, float s = 0; for (int k = 0; k < 4; k++) s += f_v[i][k] * (float)(k + 1); f_v[i][3] = s; sycl::float4 a(0.0f); for (int k = 0; k < 4; k++) a[3 - k] = g_v[i][k]; g_v[i] = a;)
FOURS(v_integer_logic, n_v[i] = (n_v[i] && sycl::int4(1, 0, 1, 0)) + 2 * !n_v[i];)
FOURS(v_increment, auto a = n_v[i]; a++; ++a; auto b = a--; n_v[i] = a * 1000 + b;)
FOURS(z_letters, auto a = f_v[i]; f_v[i] = a.wzyx(); g_v[i] = sycl::float4(a.xy(), a.zz());)
FOURS(z_halves, auto a = f_v[i]; f_v[i] = sycl::float4(a.hi(), a.lo()); auto b = n_v[i]; n_v[i] = sycl::int4(b.odd(), b.even());)
FOURS(z_indexed, auto a = f_v[i]; f_v[i] = a.swizzle<3, 1, 2, 0>() + a.swizzle<0, 0, 1, 1>(); sycl::float2 b = a.swizzle<2, 3>(); g_v[i].x() = b.y();)
FOURS(z_written, sycl::float4 a = f_v[i]; a.xy() = sycl::float2(7.0f, 8.0f); a.zw() = a.yx(); f_v[i] = a; sycl::int4 b = n_v[i]; b.lo() = b.hi(); n_v[i] = b;)
FOURS(z_constants, auto a = n_v[i]; n_v[i] = a.swizzle<sycl::elem::w, sycl::elem::x, sycl::elem::y, sycl::elem::z>() + sycl::int4(a.s0(), a.s1(), a.s2(), a.s3()); f_v[i] = sycl::float4(f_v[i].r(), f_v[i].g(), f_v[i].b(), f_v[i].a());)
FOURS(z_arithmetic, auto a = f_v[i]; sycl::float2 b = a.xy() * 2.0f + a.zw(); f_v[i] = sycl::float4(b, b.yx()); auto c = a.xyz() + g_v[i].xyz(); g_v[i] = sycl::float4(c, 1.0f);)
FOURS(w_load_store, sycl::vec<float, 4> a; a.load(i[0], sycl::address_space_cast<sycl::access::address_space::global_space, sycl::access::decorated::no>(f)); a *= 3.0f; a.store(15 - i[0], sycl::address_space_cast<sycl::access::address_space::global_space, sycl::access::decorated::no>(g));)
FOURS(w_builtins, f_v[i] = sycl::fmin(f_v[i], g_v[i]) + sycl::fabs(f_v[i]) + sycl::floor(g_v[i]) + sycl::sqrt(sycl::fabs(g_v[i])) + sycl::fma(f_v[i], g_v[i], f_v[i]); n_v[i] = sycl::abs(n_v[i]).convert<int>() + sycl::max(n_v[i], sycl::int4(3)) + sycl::min(n_v[i], sycl::int4(9)) + sycl::clamp(n_v[i], sycl::int4(-4), sycl::int4(4));)
FOURS(w_math, f_v[i] = sycl::sin(f_v[i]) + sycl::exp(g_v[i]) + sycl::pow(sycl::fabs(f_v[i]) + 1.0f, g_v[i]);)
FOURS(w_common, f_v[i] = sycl::clamp(f_v[i], -0.5f, 0.5f) + sycl::mix(f_v[i], g_v[i], sycl::float4(0.25f)) + sycl::step(sycl::float4(0.1f), g_v[i]) + sycl::max(f_v[i], g_v[i]) + sycl::sign(f_v[i]);)
FOURS(w_relational, n_v[i] = sycl::isgreater(f_v[i], g_v[i]) + 2 * sycl::isnan(f_v[i]) + 4 * sycl::isfinite(g_v[i]); f_v[i] = sycl::select(f_v[i], g_v[i], n_v[i]);)
FOURS(w_any_all, n_v[i].x() = sycl::any(f_v[i] > g_v[i]) + 2 * sycl::all(f_v[i] < sycl::float4(5.0f));)
FOURS(w_dot, f_v[i] = sycl::float4(sycl::dot(f_v[i], g_v[i]), sycl::length(f_v[i]), sycl::distance(f_v[i], g_v[i]), sycl::dot(f_v[i].lo(), g_v[i].lo()));)
FOURS(w_normalize, f_v[i] = sycl::normalize(f_v[i] + 3.0f); sycl::float3 a = sycl::normalize(sycl::float3(g_v[i].x(), 2.0f, g_v[i].z())); g_v[i] = sycl::float4(a.x(), a.y(), a.z(), sycl::length(a));)
FOURS(w_cross, sycl::float3 a(f_v[i].x(), f_v[i].y(), f_v[i].z()), b(g_v[i].x(), g_v[i].y(), g_v[i].z()); sycl::float3 c = sycl::cross(a, b); f_v[i] = sycl::float4(c.x(), c.y(), c.z(), sycl::dot(a, c)); g_v[i] = sycl::cross(f_v[i], g_v[i]);)
FOURS(w_fast, f_v[i] = sycl::float4(sycl::fast_length(f_v[i]), sycl::fast_distance(f_v[i], g_v[i]), 0.0f, 1.0f); g_v[i] = sycl::fast_normalize(g_v[i] + 2.0f);)
FOURS(w_eight, sycl::int8 a(n_v[i].x(), 1, 2, 3, 4, 5, 6, n_v[i].w()); a = a * 2; n_v[i] = a.lo() + a.hi(); sycl::int4 b = a.even(); n_v[i].x() += b.w() + a.s7();)
FOURS(w_types, sycl::uchar4 a = n_v[i].convert<unsigned char>(); a += (unsigned char)100; n_v[i] = a.convert<int>(); sycl::short2 b(300, -300); b *= (short)200; n_v[i].y() = b.x() + b.y(); sycl::double2 c(0.5, 1.5); f_v[i].x() = (float)(c.x() * c.y());)
KERNEL(w_three) {
  sycl::float3 *f_v = reinterpret_cast<sycl::float3 *>(f);
  q.parallel_for<class w_three>(sycl::range<1>(16), [=](sycl::id<1> i) { sycl::float3 a = f_v[i] * 2.0f + sycl::float3(1, 2, 3); f_v[i].x() = a.z(); f_v[i].y() = a.x(); f_v[i].z() += a.y(); }).wait();
}
KERNEL(w_sixteen) {
  sycl::int16 *n_v = reinterpret_cast<sycl::int16 *>(n);
  q.parallel_for<class w_sixteen>(sycl::range<1>(4), [=](sycl::id<1> i) { sycl::int16 a = n_v[i]; a = a + a.sF() + a.sA(); a.s3() = 7; n_v[i] = a; }).wait();
}
EACH(y_marray, sycl::marray<int, 3> a(n[i], 2, 3), b(5); a = a * b + 1; a[2] -= n[i]; n[i] = a[0] + a[1] * 10 + a[2] * 100 + (int)a.size();)
EACH(y_marray_float, sycl::marray<float, 4> a{f[i], g[i], 1.0f, 2.0f}; a += 0.5f; auto b = a * a; float s = 0; for (auto x : b) s += x; f[i] = s;)
EACH(y_marray_compare, sycl::marray<int, 2> a(n[i], 5), b(0, 5); auto c = a < b; auto e = a == b; n[i] = c[0] + 2 * c[1] + 4 * e[0] + 8 * e[1]; ++a; w[i] = a[0];)
EACH(y_marray_builtin, sycl::marray<float, 2> a(f[i], g[i]); a = sycl::fmax(a, sycl::marray<float, 2>(0.25f)) + sycl::floor(a); f[i] = a[0]; g[i] = a[1];)
KERNEL(y_marray_memory) {
  sycl::mint2 *n_y = reinterpret_cast<sycl::mint2 *>(n);
  q.parallel_for<class y_marray_memory>(sycl::range<1>(32), [=](sycl::id<1> i) { sycl::mint2 a = n_y[i]; n_y[i] = sycl::mint2(a[1], a[0]) - 1; }).wait();
}
