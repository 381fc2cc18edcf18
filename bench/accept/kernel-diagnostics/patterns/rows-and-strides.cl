#define N 64

// athanor: launch global=512 local=128
__kernel void copy(__global const float *x, __global float *y) {
  int i = get_global_id(0);
  y[i] = x[i];
}

// athanor: launch global=256 local=64
__kernel void stride_two(__global const float *x, __global float *y) {
  int i = get_global_id(0);
  y[i] = x[2 * i] + x[2 * i + 1];
}

// athanor: launch global=256 local=64
__kernel void stride_three(__global const int *x, __global int *y) {
  int i = get_global_id(0);
  y[3 * i + 2] = x[i];
}

// athanor: launch global=256 local=64
__kernel void stride_seventeen(__global const float *x, __global float *y) {
  int i = get_global_id(0);
  y[i] = x[17 * i];
}

// athanor: launch global=512 local=128
__kernel void reversed(__global const float *x, __global float *y, int n) {
  int i = get_global_id(0);
  y[i] = x[n - 1 - i];
}

// athanor: launch global=512 local=128
__kernel void shifted(__global const float *x, __global float *y) {
  int i = get_global_id(0);
  if (i >= 1 && i < 511) y[i] = x[i - 1] + x[i] + x[i + 1];
}

// athanor: launch global=64,64 local=32,4
__kernel void by_rows(__global const float *x, __global float *y) {
  int c = get_global_id(0), r = get_global_id(1);
  y[r * N + c] = x[r * N + c];
}

// athanor: launch global=64,64 local=32,4
__kernel void by_columns(__global const float *x, __global float *y) {
  int r = get_global_id(0), c = get_global_id(1);
  y[r * N + c] = x[r * N + c];
}

// athanor: launch global=64,64 local=16,16
__kernel void transposed(__global const float *x, __global float *y, int n) {
  int c = get_global_id(0), r = get_global_id(1);
  y[c * N + r] = x[r * N + c];
}

// athanor: launch global=512 local=64
__kernel void strips(__global float *x) {
  int t = get_global_id(0);
  for (int k = 0; k < 8; k++) x[t * 8 + k] *= 2.0f;
}

// athanor: launch global=256 local=64
__kernel void grid_stride(__global float *x) {
  for (int k = get_global_id(0); k < 2048; k += get_global_size(0)) x[k] += 1.0f;
}

// athanor: launch global=256 local=64
__kernel void bytes(__global const uchar *x, __global uchar *y) {
  int i = get_global_id(0);
  y[i] = x[4 * i + 1];
}

// athanor: launch global=256 local=64
__kernel void doubles(__global const double *x, __global double *y) {
  int i = get_global_id(0);
  y[i] = x[i] + x[255 - i];
}

// athanor: launch global=256 local=64
__kernel void halves_and_shorts(__global const short *x, __global short *y) {
  int i = get_global_id(0);
  y[(i & 31) * 8 + (i >> 5)] = x[i ^ 1];
}

// athanor: launch global=256 local=64
__kernel void gather(__global const int *index, __global const float *x, __global float *y) {
  int i = get_global_id(0);
  y[i] = x[index[i]];
}

// athanor: launch global=256 local=64
__kernel void broadcast(__global const float *scale, __global float *y) {
  int i = get_global_id(0);
  y[i] = y[i] * scale[0] + scale[get_group_id(0)];
}
