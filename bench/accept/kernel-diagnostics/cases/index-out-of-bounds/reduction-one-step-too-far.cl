//- /faulty.cl
// athanor: launch global=1024 local=256
__kernel void sum(__global const float *in, __global float *out) {
  __local float part[256];
  int l = get_local_id(0);
  part[l] = in[get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  if (l < 128) part[l] += part[l + 192];
//                             ^^^^^^^ proved index-out-of-bounds
  barrier(CLK_LOCAL_MEM_FENCE);
  if (l == 0) out[get_group_id(0)] = part[0] + part[127];
}
//- /fixed.cl
// athanor: launch global=1024 local=256
__kernel void sum(__global const float *in, __global float *out) {
  __local float part[256];
  int l = get_local_id(0);
  part[l] = in[get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  if (l < 128) part[l] += part[l + 128];
  barrier(CLK_LOCAL_MEM_FENCE);
  if (l == 0) out[get_group_id(0)] = part[0] + part[127];
}
