//- /faulty.cl
// athanor: launch global=60,64 local=20,4
__kernel void tile(__global const float *in, __global float *out) {
  __local float t[4][20];
  int x = get_global_id(0), y = get_global_id(1);
  if (x >= 50) return;
  t[get_local_id(1)][get_local_id(0)] = in[y * 60 + x];
  barrier(CLK_LOCAL_MEM_FENCE);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved divergent-barrier
  out[y * 60 + x] = t[get_local_id(1)][0];
}
//- /fixed.cl
// athanor: launch global=60,64 local=20,4
__kernel void tile(__global const float *in, __global float *out) {
  __local float t[4][20];
  int x = get_global_id(0), y = get_global_id(1);
  if (x >= 60) return;
  t[get_local_id(1)][get_local_id(0)] = in[y * 60 + x];
  barrier(CLK_LOCAL_MEM_FENCE);
  out[y * 60 + x] = t[get_local_id(1)][0];
}
