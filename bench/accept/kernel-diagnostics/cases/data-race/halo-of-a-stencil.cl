//- /faulty.cl
#define L 64
// athanor: launch global=1024 local=64
__kernel void blur(__global const float *in, __global float *out, int n) {
  __local float t[L + 2];
  int l = get_local_id(0), i = get_global_id(0);
  t[l + 1] = in[i];
//^^^^^^^^^^^^^^^^ related
  if (l == 0) t[0] = i > 0 ? in[i - 1] : 0.0f;
  if (l == L - 1) t[L + 1] = i < n - 1 ? in[i + 1] : 0.0f;
  // FENCE
  out[i] = (t[l] + t[l + 1] + t[l + 2]) / 3;
//          ^^^^ proved data-race
}
//- /fixed.cl
#define L 64
// athanor: launch global=1024 local=64
__kernel void blur(__global const float *in, __global float *out, int n) {
  __local float t[L + 2];
  int l = get_local_id(0), i = get_global_id(0);
  t[l + 1] = in[i];
  if (l == 0) t[0] = i > 0 ? in[i - 1] : 0.0f;
  if (l == L - 1) t[L + 1] = i < n - 1 ? in[i + 1] : 0.0f;
  barrier(CLK_LOCAL_MEM_FENCE);
  out[i] = (t[l] + t[l + 1] + t[l + 2]) / 3;
}
