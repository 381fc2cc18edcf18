//- /faulty.cl
// athanor: launch global=4096 local=256
__kernel void dot(__global const float *a, __global const float *b, __global float *out) {
  __local float part[256];
  int l = get_local_id(0);
  part[l] = a[get_global_id(0)] * b[get_global_id(0)];
  for (int s = 128; s > 0; s /= 2) {
    barrier(CLK_LOCAL_MEM_FENCE);
    if (l < s) part[l] += part[l + s];
//             ^^^^^^^^^^^^^^^^^^^^^^ related
  }
  // END
  if (l == 1) out[get_group_id(0)] = part[0];
//                                   ^^^^^^^ proved data-race
}
//- /fixed.cl
// athanor: launch global=4096 local=256
__kernel void dot(__global const float *a, __global const float *b, __global float *out) {
  __local float part[256];
  int l = get_local_id(0);
  part[l] = a[get_global_id(0)] * b[get_global_id(0)];
  for (int s = 128; s > 0; s /= 2) {
    barrier(CLK_LOCAL_MEM_FENCE);
    if (l < s) part[l] += part[l + s];
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  if (l == 1) out[get_group_id(0)] = part[0];
}
