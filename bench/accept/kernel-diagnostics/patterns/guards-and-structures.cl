typedef struct { float x, y, z, w; } Particle;
typedef struct { float mass; short kind; char flags[2]; double charge; } Body;

// athanor: launch global=256 local=64
__kernel void array_of_structures(__global const Particle *p, __global float *r) {
  int i = get_global_id(0);
  r[i] = p[i].x * p[i].x + p[i].z * p[i].z;
}

// athanor: launch global=256 local=64
__kernel void structure_of_arrays(__global const float *px, __global const float *pz, __global float *r) {
  int i = get_global_id(0);
  r[i] = px[i] * px[i] + pz[i] * pz[i];
}

// athanor: launch global=256 local=64
__kernel void whole_structures(__global const Particle *p, __global Particle *q) {
  int i = get_global_id(0);
  Particle one = p[i];
  one.x += 1.0f;
  q[i] = one;
}

// athanor: launch global=256 local=64
__kernel void uneven_members(__global Body *b) {
  int i = get_global_id(0);
  b[i].mass *= 2.0f;
  b[i].kind = 1;
  b[i].flags[i & 1] = 2;
  b[i].charge += b[2 * (i / 2)].charge;
}

// athanor: launch global=256 local=64
__kernel void vectors(__global const float4 *x, __global float4 *y) {
  int i = get_global_id(0);
  y[i] = x[i] * 2.0f;
}

// athanor: launch global=256 local=64
__kernel void components(__global const float4 *x, __global float *y) {
  int i = get_global_id(0);
  y[i] = x[i].y + x[i].w;
}

// athanor: launch global=256 local=64
__kernel void packed_vectors(__global const float *x, __global float *y) {
  int i = get_global_id(0);
  float4 v = vload4(i, x);
  vstore2(v.xz, i, y);
}

// athanor: launch global=192 local=96
__kernel void guarded_tail(__global const float *x, __global float *y, int n) {
  int i = get_global_id(0);
  if (i >= n - 41) return;
  y[i] = x[i + 3];
}

// athanor: launch global=256 local=64
__kernel void every_other(__global float *x) {
  int i = get_global_id(0);
  if (i % 2 == 0) x[i] = 1.0f;
  else x[i - 1 + 256] = 2.0f;
}

// athanor: launch global=256 local=64
__kernel void triangle(__global const float *x, __global float *y) {
  int i = get_global_id(0) & 15;
  float s = 0.0f;
  for (int k = 0; k < i; k++) s += x[i * 16 + k];
  y[get_global_id(0)] = s;
}

// athanor: launch global=256 local=64
__kernel void while_loop(__global const float *x, __global float *y) {
  int i = get_global_id(0);
  int at = i;
  float s = 0.0f;
  while (at < 1024) {
    s += x[at];
    at += 200 + (i & 3);
  }
  y[i] = s;
}

// athanor: launch global=256 local=64
__kernel void choices(__global const float *x, __global const float *z, __global float *y) {
  int i = get_global_id(0);
  y[i] = (i & 8) ? x[i] : z[4 * i];
  if (i < 100 || x[i + 64] > 0.0f) y[i] += 1.0f;
}

// athanor: launch global=256 local=64
__kernel void histogram(__global const uchar *x, __global int *counts) {
  int i = get_global_id(0);
  atomic_add(&counts[i % 7], 1);
  atomic_inc(&counts[x[i]]);
}
