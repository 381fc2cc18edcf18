//- /faulty.cl
// athanor: launch global=256 local=64
__kernel void mix(__global float *x) {
  __local float t[257];
  int l = get_local_id(0);
  for (int k = l; k < 256; k += 64) t[k + 1] = k;
  barrier(CLK_LOCAL_MEM_FENCE);
  x[get_global_id(0)] = ((__local float4 *)(t + 1))[63 - l].w;
//                       ^^^^^^^^^^^^^^^^^^^^^^^^^ proved misaligned-access
}
//- /fixed.cl
// athanor: launch global=256 local=64
__kernel void mix(__global float *x) {
  __local float t[260];
  int l = get_local_id(0);
  for (int k = l; k < 256; k += 64) t[k + 4] = k;
  barrier(CLK_LOCAL_MEM_FENCE);
  x[get_global_id(0)] = ((__local float4 *)(t + 4))[63 - l].w;
}
