//- /faulty.cl
// athanor: launch global=64,64 local=16,16
__kernel void lower(__global const float *m, __global float *out) {
  __local float t[16];
  int x = get_local_id(0), y = get_local_id(1);
  if (y == 0) t[x] = m[get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  if (x <= y) out[get_global_id(1) * 64 + get_global_id(0)] = t[x - y];
//                                                              ^^^^^ proved negative-index
}
//- /fixed.cl
// athanor: launch global=64,64 local=16,16
__kernel void lower(__global const float *m, __global float *out) {
  __local float t[16];
  int x = get_local_id(0), y = get_local_id(1);
  if (y == 0) t[x] = m[get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  if (x >= y) out[get_global_id(1) * 64 + get_global_id(0)] = t[x - y];
}
