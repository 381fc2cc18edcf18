#define T 32
#define N 128

// athanor: launch global=64,64 local=32,8
__kernel void tile_plain(__global const float *x, __global float *y) {
  __local float t[T][T];
  int lx = get_local_id(0), ly = get_local_id(1);
  int gx = get_group_id(0) * T, gy = get_group_id(1) * 8;
  for (int k = 0; k < 8; k += 8) t[ly + k][lx] = x[(gy + ly + k) * N + gx + lx];
  barrier(CLK_LOCAL_MEM_FENCE);
  y[(gx + ly) * N + gy + lx] = t[lx & 7][ly];
}

// athanor: launch global=64,64 local=32,32
__kernel void tile_transposed(__global const float *x, __global float *y) {
  __local float t[T][T];
  int lx = get_local_id(0), ly = get_local_id(1);
  t[ly][lx] = x[get_global_id(1) * N + get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  y[(get_group_id(0) * T + ly) * N + get_group_id(1) * T + lx] = t[lx][ly];
}

// athanor: launch global=64,64 local=32,32
__kernel void tile_padded(__global const float *x, __global float *y) {
  __local float t[T][T + 1];
  int lx = get_local_id(0), ly = get_local_id(1);
  t[ly][lx] = x[get_global_id(1) * N + get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  y[(get_group_id(0) * T + ly) * N + get_group_id(1) * T + lx] = t[lx][ly];
}

// athanor: launch global=64,64 local=16,16
__kernel void tile_narrow(__global const float *x, __global float *y) {
  __local float t[16][16];
  int lx = get_local_id(0), ly = get_local_id(1);
  t[ly][lx] = x[get_global_id(1) * N + get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  y[(get_group_id(0) * 16 + ly) * N + get_group_id(1) * 16 + lx] = t[lx][ly];
}

// athanor: launch global=256 local=64
__kernel void tree_interleaved(__global const float *x, __global float *y) {
  __local float s[64];
  int l = get_local_id(0);
  s[l] = x[get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int d = 1; d < 64; d *= 2) {
    int k = 2 * d * l;
    if (k < 64) s[k] += s[k + d];
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  if (l == 0) y[get_group_id(0)] = s[0];
}

// athanor: launch global=256 local=64
__kernel void tree_sequential(__global const float *x, __global float *y) {
  __local float s[64];
  int l = get_local_id(0);
  s[l] = x[get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int d = 32; d > 0; d >>= 1) {
    if (l < d) s[l] += s[l + d];
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  if (l == 0) y[get_group_id(0)] = s[0];
}

// athanor: launch global=128 local=64
__kernel void local_doubles(__global double *x) {
  __local double s[128];
  int l = get_local_id(0);
  s[2 * l] = x[get_global_id(0)];
  s[2 * l + 1] = 0.0;
  barrier(CLK_LOCAL_MEM_FENCE);
  x[get_global_id(0)] = s[l] + s[63 - l];
}

// athanor: launch global=128 local=64
__kernel void local_vectors(__global float4 *x) {
  __local float4 s[128];
  int l = get_local_id(0);
  s[l] = x[get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  x[get_global_id(0)] = s[(l * 2) & 63] + s[63 - l];
}

// athanor: launch global=128 local=64
__kernel void local_bytes(__global uchar *x) {
  __local uchar s[256];
  int l = get_local_id(0);
  s[l] = x[get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  x[get_global_id(0)] = s[(l * 4) & 63];
}

// athanor: launch global=96 local=48
__kernel void partial(__global const float *x, __global float *y) {
  __local float s[48][4];
  int l = get_local_id(0);
  for (int k = 0; k < 4; k++) s[l][k] = x[get_global_id(0) * 4 + k];
  barrier(CLK_LOCAL_MEM_FENCE);
  y[get_global_id(0)] = s[l][0] + s[l][3] + s[0][1];
}

// athanor: launch global=32,12 local=8,6
__kernel void short_rows(__global const float *x, __global float *y) {
  __local float s[6][8];
  int lx = get_local_id(0), ly = get_local_id(1);
  s[ly][lx] = x[get_global_id(1) * N + get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  y[get_global_id(0) * N + get_global_id(1)] = s[5 - ly][7 - lx];
}

// athanor: launch global=8,8,8 local=4,4,4
__kernel void three_dimensions(__global const float *x, __global float *y) {
  int i = get_global_id(0), j = get_global_id(1), k = get_global_id(2);
  y[(k * 8 + j) * 8 + i] = x[(i * 8 + j) * 8 + k];
}
