// Integer and floating-point types, conversions, half.
#include "kernel.hpp"
EACH(a_signed_char, signed char a = (signed char)(n[i] * 31), b = (signed char)(u[i] + 3); a += b; a = (signed char)(a * b - (a >> 1)); a ^= (signed char)(b << 2); w[i] = (long)(a / b) + (long)(a % b) * 1000L + (a < b ? 7 : 9);)
EACH(a_unsigned_char, unsigned char a = (unsigned char)(n[i] * 31), b = (unsigned char)(u[i] + 3); a += b; a = (unsigned char)(a * b - (a >> 1)); a ^= (unsigned char)(b << 2); w[i] = (long)(a / b) + (long)(a % b) * 1000L + (a < b ? 7 : 9);)
EACH(a_short, short a = (short)(n[i] * 31), b = (short)(u[i] + 3); a += b; a = (short)(a * b - (a >> 1)); a ^= (short)(b << 2); w[i] = (long)(a / b) + (long)(a % b) * 1000L + (a < b ? 7 : 9);)
EACH(a_unsigned_short, unsigned short a = (unsigned short)(n[i] * 31), b = (unsigned short)(u[i] + 3); a += b; a = (unsigned short)(a * b - (a >> 1)); a ^= (unsigned short)(b << 2); w[i] = (long)(a / b) + (long)(a % b) * 1000L + (a < b ? 7 : 9);)
EACH(a_int, int a = (int)(n[i] * 31), b = (int)(u[i] + 3); a += b; a = (int)(a * b - (a >> 1)); a ^= (int)(b << 2); w[i] = (long)(a / b) + (long)(a % b) * 1000L + (a < b ? 7 : 9);)
EACH(a_unsigned, unsigned a = (unsigned)(n[i] * 31), b = (unsigned)(u[i] + 3); a += b; a = (unsigned)(a * b - (a >> 1)); a ^= (unsigned)(b << 2); w[i] = (long)(a / b) + (long)(a % b) * 1000L + (a < b ? 7 : 9);)
EACH(a_long, long a = (long)(n[i] * 31), b = (long)(u[i] + 3); a += b; a = (long)(a * b - (a >> 1)); a ^= (long)(b << 2); w[i] = (long)(a / b) + (long)(a % b) * 1000L + (a < b ? 7 : 9);)
EACH(a_unsigned_long, unsigned long a = (unsigned long)(n[i] * 31), b = (unsigned long)(u[i] + 3); a += b; a = (unsigned long)(a * b - (a >> 1)); a ^= (unsigned long)(b << 2); w[i] = (long)(a / b) + (long)(a % b) * 1000L + (a < b ? 7 : 9);)
EACH(a_promote, unsigned char c = 200, d = 100; n[i] = c + d + (int)(unsigned char)(c + d); w[i] = -1 < 1u ? 1 : 2;)
EACH(a_shift, n[i] = (n[i] << 3) | (n[i] >> 2); u[i] = u[i] >> (i % 7);)
EACH(a_logic, n[i] = (n[i] & 12) | (n[i] ^ 5) | ~n[i]; u[i] = !u[i] + !!n[i];)
EACH(a_double, d[i] = d[i] * 1.1 + 0.3 / (d[i] + 10.0); f[i] = (float)(d[i] * 0.1);)
EACH(a_convert, n[i] = (int)(f[i] * 100.0f); f[i] = (float)n[i] / 3; w[i] = (long)(d[i] * 1e6); u[i] = (unsigned)(g[i] * 1000.0f + 5000.0f);)
EACH(a_bitcast, n[i] = sycl::bit_cast<int>(f[i]); g[i] = sycl::bit_cast<float>(0x3f800000 + (int)i);)
EACH(a_compound, int x = n[i]; x += 3; x -= 1; x *= 2; x /= 3; x %= 17; x <<= 2; x >>= 1; x |= 8; x &= 63; x ^= 21; n[i] = x++ + ++x - x-- - --x;)
EACH(a_comma, int a = 1, b = 2; n[i] = (a += b, b += a, a * 10 + b);)
EACH(a_ternary, n[i] = n[i] > 0 ? (n[i] > 5 ? 2 : 1) : n[i] < -5 ? -2 : -1;)
EACH(a_char, char c = (char)(n[i] * 3); n[i] = c + 'a'; u[i] = (unsigned)(c < 0);)
EACH(a_bool, bool b = n[i]; bool c = f[i] > 0; n[i] = b + 2 * c + 4 * (b && c) + 8 * (b ^ c) + 16 * (b | c);)
EACH(a_fixed, uint8_t a = (uint8_t)(n[i] * 9); int16_t b = (int16_t)(a * 300); uint64_t c = (uint64_t)b; n[i] = a + b; w[i] = (long)(c >> 40);)
EACH(a_literals, n[i] += 0x1f + 0b101 + 017 + 1'000; w[i] = 5'000'000'000L + 0xffLL; d[i] += 1.5e-3 + 0x1p-2; f[i] += .5f + 1e1f;)
EACH(a_limits, n[i] = std::numeric_limits<int>::max() - n[i]; f[i] = f[i] > 0 ? std::numeric_limits<float>::infinity() : std::numeric_limits<float>::lowest(); d[i] = std::numeric_limits<double>::epsilon();)
EACH(a_casts, n[i] = static_cast<int>(d[i]) + int(f[i] * 10) + (int)3.99; w[i] = static_cast<long>(u[i]) - 200; u[i] = reinterpret_cast<unsigned *>(f)[i];)
EACH(a_sizes, n[i] = sizeof(int) + 10 * sizeof(double) + 100 * sizeof(n[0]) + 1000 * sizeof(sycl::float4) + 100000 * sizeof(short[3]);)
EACH(a_unsigned_wrap, u[i] = u[i] - 50u; w[i] = (long)(u[i] / 3u) + (long)(u[i] % 7u) + (u[i] > 100u ? 1000000L : 0L);)
EACH(a_float_order, f[i] = (f[i] + 1e8f) - 1e8f; g[i] = g[i] * 3.0f / 7.0f - g[i] * (3.0f / 7.0f); d[i] = (float)d[i];)
EACH(h_arithmetic, sycl::half a = f[i], b = g[i]; sycl::half c = a * b + a - b; f[i] = c; g[i] = (float)(a / (b + (sycl::half)3.0f));)
EACH(h_compare, sycl::half a = f[i], b = g[i]; n[i] = (a < b) + 2 * (a == b) + 4 * (a >= b) + 8 * (a != b); a += b; a *= sycl::half(0.5f); f[i] = -a;)
EACH(h_round, sycl::half a = (sycl::half)(f[i] * 1000.37f); f[i] = a; g[i] = (float)sycl::half(g[i] * 1e-5f); d[i] = (double)sycl::half(70000.0f * f[i]); n[i] = (int)a;)
EACH(h_math, sycl::half a = sycl::half(sycl::fabs(f[i])); f[i] = sycl::sqrt(a); g[i] = sycl::fmax(a, (sycl::half)0.5f); n[i] = sycl::floor(a * (sycl::half)4) + sycl::isnan(a);)
EACH(h_bits, n[i] = sycl::bit_cast<short>((sycl::half)f[i]); f[i] = sycl::bit_cast<sycl::half>((unsigned short)(u[i] * 331u));)
KERNEL(h_stored) {
  sycl::half *u_h = reinterpret_cast<sycl::half *>(u);
  q.parallel_for<class h_stored>(sycl::range<1>(64), [=](sycl::id<1> i) { u_h[i] = f[i] * g[i]; }).wait();
}
KERNEL(h_vector) {
  sycl::half2 *u_h = reinterpret_cast<sycl::half2 *>(u);
  q.parallel_for<class h_vector>(sycl::range<1>(64), [=](sycl::id<1> i) { sycl::half2 a((sycl::half)f[i], (sycl::half)g[i]); u_h[i] = a * a + sycl::half2((sycl::half)0.5f); }).wait();
}
