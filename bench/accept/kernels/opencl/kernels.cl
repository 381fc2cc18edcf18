// Kernels of OpenCL C: each construct of the dialect. The arrays have 64 elements each; sizes stand in comments.
#define ARRAYS global float *f, global float *g, global int *n, global uint *u, global long *w, global double *d, global int *m

kernel void ids(ARRAYS) {
  // athanor: launch global=64 local=16
  int i = get_global_id(0);
  n[i] = get_local_id(0) * 1000 + get_group_id(0) * 100 + get_num_groups(0) * 10 + get_work_dim();
  w[i] = get_global_size(0) * 1000 + get_local_size(0) + get_global_offset(0) + get_local_size(1);
}
kernel void ids2(ARRAYS) {
  // athanor: launch global=8,8 local=4,2
  int x = get_global_id(0), y = get_global_id(1);
  n[y * 8 + x] = get_local_id(0) * 1000 + get_local_id(1) * 100 + get_group_id(0) * 10 + get_group_id(1);
}
kernel void ids3(ARRAYS) {
  // athanor: launch global=4,4,4 local=2,2,2
  size_t i = (get_global_id(2) * 4 + get_global_id(1)) * 4 + get_global_id(0);
  n[i] = (int)(get_local_id(2) * 100 + get_local_id(1) * 10 + get_local_id(0));
}
kernel __attribute__((reqd_work_group_size(8, 1, 1))) void required(ARRAYS) {
  // athanor: launch global=64 local=8
  n[get_global_id(0)] += get_local_size(0);
}
kernel void local_reverse(ARRAYS) {
  // athanor: launch global=64 local=16
  local int t[16];
  int i = get_global_id(0), l = get_local_id(0);
  t[l] = n[i];
  barrier(CLK_LOCAL_MEM_FENCE);
  n[i] = t[15 - l];
}
kernel void local_tree(ARRAYS) {
  // athanor: launch global=64 local=16
  __local float t[16];
  int l = get_local_id(0);
  t[l] = f[get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int s = 8; s > 0; s >>= 1) {
    if (l < s) t[l] += t[l + s];
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
  }
  if (l == 0) f[get_group_id(0) * 16] = t[0];
}
kernel void local_transpose(ARRAYS) {
  // athanor: launch global=8,8 local=8,8
  local int t[8][9];
  int x = get_local_id(0), y = get_local_id(1);
  t[y][x] = n[y * 8 + x];
  barrier(CLK_LOCAL_MEM_FENCE);
  n[y * 8 + x] = t[x][y];
}
kernel void fences(ARRAYS) {
  // athanor: launch global=64 local=16
  int i = get_global_id(0);
  m[i] += 1;
  mem_fence(CLK_GLOBAL_MEM_FENCE);
  w[i] = m[i];
}
constant int table[4] = {3, 1, 4, 1};
kernel void constants(ARRAYS) {
  // athanor: launch global=64 local=16
  int i = get_global_id(0);
  n[i] = table[i & 3] * n[i];
}
kernel void atomics(ARRAYS) {
  // athanor: launch global=64 local=16
  int i = get_global_id(0);
  atomic_add(&m[0], n[i]);
  atomic_sub(&m[1], 2);
  atomic_inc(&m[2]);
  atomic_dec(&m[3]);
  atomic_min(&m[4], n[i]);
  atomic_max(&m[5], n[i]);
  atomic_and(&m[6], n[i] | 12);
  atomic_or(&m[7], n[i] & 48);
  atomic_xor(&m[8], n[i]);
}
kernel void atomics_old(ARRAYS) {
  // athanor: launch global=64 local=16
  int i = get_global_id(0);
  int old = atomic_xchg(&m[i], 7);
  n[i] = old * 10 + atomic_cmpxchg(&m[i], 7, 9);
  u[i] = atomic_add(&u[i], 5u);
}
kernel void atomics_local(ARRAYS) {
  // athanor: launch global=64 local=16
  local int t[4];
  int l = get_local_id(0);
  if (l < 4) t[l] = 0;
  barrier(CLK_LOCAL_MEM_FENCE);
  atomic_add(&t[n[get_global_id(0)] & 3], 1);
  barrier(CLK_LOCAL_MEM_FENCE);
  if (l < 4) w[get_group_id(0) * 4 + l] = t[l];
}
kernel void vectors(ARRAYS) {
  // athanor: launch global=16 local=4
  int i = get_global_id(0);
  float4 a = vload4(i, f), b = vload4(i, g);
  float4 c = a * b + (float4)(1.0f, 2.0f, 3.0f, 4.0f) - a / 2.0f;
  vstore4(c, i, f);
  int4 k = vload4(i, n);
  k = (k << 1) ^ (k >> 2);
  vstore4(k, i, n);
}
kernel void swizzles(ARRAYS) {
  // athanor: launch global=16 local=4
  int i = get_global_id(0);
  float4 a = vload4(i, f);
  a.xy = a.wz;
  a.s2 = a.s0 + 1.0f;
  float2 h = a.hi, l = a.lo, e = a.even, o = a.odd;
  vstore4((float4)(h.x + l.y, e.s1, o.s0, a.w), i, f);
  vstore2(h.yx, i, g);
}
kernel void vector_compare(ARRAYS) {
  // athanor: launch global=16 local=4
  int i = get_global_id(0);
  float4 a = vload4(i, f), b = vload4(i, g);
  int4 c = a < b;
  vstore4(c + (a == a), i, n);
  vstore4(select(a, b, c), i, f);
  m[i] = any(c) * 2 + all(c);
}
kernel void vector_pointer(ARRAYS) {
  // athanor: launch global=16 local=4
  global int4 *p = (global int4 *)n;
  int i = get_global_id(0);
  int4 a = p[i];
  a.yz += a.xw;
  p[i] = a;
}
kernel void vector_wide(ARRAYS) {
  // athanor: launch global=8 local=8
  int i = get_global_id(0);
  int8 a = vload8(i, n);
  a = a + (int8)(1);
  a.s7 = a.s0;
  vstore8(a, i, n);
  float3 v = vload3(i, f);
  vstore3(v * 2.0f, i, g);
}
kernel void conversions(ARRAYS) {
  // athanor: launch global=64 local=16
  int i = get_global_id(0);
  n[i] = convert_int_rte(f[i] * 10.0f) * 100 + convert_int_rtz(g[i] * 10.0f);
  u[i] = convert_uchar_sat(n[i]) + convert_uint(f[i] + 3.0f) * 1000u;
  w[i] = as_int(f[i]);
  g[i] = as_float(0x3f800000 + i);
  char4 c = convert_char4((int4)(i, 2 * i, 3 * i, 4 * i));
  m[i] = c.x + c.y + c.z + c.w;
}
kernel void integers(ARRAYS) {
  // athanor: launch global=64 local=16
  int i = get_global_id(0);
  n[i] = clz(n[i] * 977) + popcount(n[i]) * 100 + add_sat(n[i] * 40000000, 1900000000) / 1000;
  u[i] = rotate(u[i] * 977u, 7u) + mul_hi(u[i] * 65537u, 70001u * u[i]);
  m[i] = mad24(m[i], 3, 1) + mul24(m[i], -2) + hadd(m[i], 5) + rhadd(m[i], 8) + max(m[i], 9) + min(m[i], 3) + clamp(m[i], 4, 40);
  w[i] = abs_diff((int)w[i], 7) + abs((int)w[i]) + sub_sat((int)w[i] * 40000000, 1900000000) + mad_sat(7, (int)w[i], 1);
}
kernel void math(ARRAYS) {
  // athanor: launch global=64 local=16
  int i = get_global_id(0);
  f[i] = sin(f[i]) + cos(g[i]) + exp(g[i]) + sqrt(fabs(f[i])) + rsqrt(f[i] * f[i] + 1.0f) + pow(2.0f, g[i]);
  g[i] = fma(f[i], g[i], 0.5f) + mad(f[i], 2.0f, 1.0f) + floor(g[i]) + ceil(f[i]) + trunc(g[i] * 3.0f) + rint(f[i] * 2.0f) + fmod(f[i], 0.7f);
  d[i] = 20.0 + log(fabs(d[i]) + 1.0) + atan2(d[i], 2.0) + hypot(d[i], 1.0) + cbrt(d[i]) + fmax(d[i], 0.5) + fmin(d[i], 0.25);
}
kernel void math_parts(ARRAYS) {
  // athanor: launch global=64 local=16
  int i = get_global_id(0);
  int e;
  float whole;
  f[i] = frexp(f[i] * 9.0f + 0.5f, &e);
  n[i] = e + ilogb(g[i] * 100.0f + 200.0f);
  g[i] = modf(g[i] * 5.0f, &whole);
  m[i] = (int)whole;
}
kernel void common_functions(ARRAYS) {
  // athanor: launch global=64 local=16
  int i = get_global_id(0);
  f[i] = clamp(f[i], -0.5f, 0.5f) + mix(f[i], g[i], 0.25f) + step(0.1f, g[i]) + smoothstep(-0.5f, 0.75f, f[i]) + sign(g[i]) + degrees(f[i]) * radians(g[i]);
}
kernel void relational(ARRAYS) {
  // athanor: launch global=64 local=16
  int i = get_global_id(0);
  n[i] = isless(f[i], g[i]) + 2 * isequal(f[i], f[i]) + 4 * isnan(f[i] / 0.0f * 0.0f) + 8 * isfinite(g[i]) + 16 * isgreaterequal(f[i], g[i]) + 32 * signbit(f[i]);
  u[i] = bitselect(u[i], 0xffu, 0x3cu);
  m[i] = select(m[i], -m[i], i & 1);
}
kernel void geometric(ARRAYS) {
  // athanor: launch global=16 local=4
  int i = get_global_id(0);
  float4 a = vload4(i, f), b = vload4(i, g);
  vstore4((float4)(dot(a, b), length(a), distance(a, b), length(a.xy)), i, f);
  vstore4(normalize(b + 2.0f) + cross(a, b), i, g);
}
kernel void halves(ARRAYS) {
  // athanor: launch global=64 local=16
  int i = get_global_id(0);
  global half *h = (global half *)u;
  vstore_half(f[i] * 1.37f, i, h);
  f[i] = vload_half(i, h);
}
int twice(int x) { return 2 * x; }
void bump(global int *p, int by) { *p += by; }
int sum_of(local int *t, int count) { int s = 0; for (int k = 0; k < count; k++) s += t[k]; return s; }
kernel void functions(ARRAYS) {
  // athanor: launch global=64 local=16
  local int t[16];
  int i = get_global_id(0), l = get_local_id(0);
  t[l] = twice(n[i]);
  barrier(CLK_LOCAL_MEM_FENCE);
  bump(&n[i], sum_of(t, 16));
}
typedef struct { int a; float b; } Pair;
kernel void structures(global float *f, global float *g, global Pair *n) {
  // athanor: launch global=32 local=8
  int i = get_global_id(0);
  Pair x = n[i];
  x.b = (float)x.a * 0.5f;
  x.a++;
  n[i] = x;
}
kernel void statements(ARRAYS) {
  // athanor: launch global=64 local=16
  int i = get_global_id(0), s = 0;
  for (int k = 0; k < 10; k++) { if (k % 3 == 0) continue; if (k > i) break; s += k; }
  int x = n[i] < 0 ? -n[i] : n[i];
  while (x > 1) { x = x & 1 ? 3 * x + 1 : x / 2; s++; }
  do { s += 2; } while (s < 20);
  switch (i & 3) { case 0: s = 1; case 1: s += 5; break; default: s = -s; }
  if (i == 7) return;
  n[i] = s;
}
kernel void private_array(ARRAYS) {
  // athanor: launch global=64 local=16
  int a[8];
  int i = get_global_id(0);
  for (int k = 0; k < 8; k++) a[k] = k * k + n[i];
  int *p = a + 2;
  p[1] = 100;
  n[i] = a[3] + *p + p[4] * 3 + (int)(p - a);
}
kernel void types(ARRAYS) {
  // athanor: launch global=64 local=16
  int i = get_global_id(0);
  uchar a = (uchar)(n[i] * 9);
  short b = (short)(a * 300);
  ulong c = (ulong)b;
  n[i] = a + b;
  w[i] = (long)(c >> 40) + (char)a;
  d[i] = (double)f[i] / 3 + 1e-3;
}
kernel void copies(ARRAYS) {
  // athanor: launch global=64 local=16
  local int t[16];
  event_t e = async_work_group_copy(t, n + get_group_id(0) * 16, 16, 0);
  wait_group_events(1, &e);
  m[get_global_id(0)] = t[15 - get_local_id(0)];
}
