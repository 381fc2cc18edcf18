//- /faulty.cl
// athanor: launch global=640 local=64
__kernel void histogram(__global const uchar *data, __global uint *bins) {
  __local uint own[255];
  uint l = get_local_id(0);
  for (uint b = l; b < 256; b += 64) own[b] = 0;
//                                   ^^^^^^^^^^ proved index-out-of-bounds
  barrier(CLK_LOCAL_MEM_FENCE);
  atomic_inc(&own[data[get_global_id(0)] & 127]);
  barrier(CLK_LOCAL_MEM_FENCE);
  for (uint b = l; b < 128; b += 64) atomic_add(&bins[b], own[b]);
}
//- /fixed.cl
// athanor: launch global=640 local=64
__kernel void histogram(__global const uchar *data, __global uint *bins) {
  __local uint own[256];
  uint l = get_local_id(0);
  for (uint b = l; b < 256; b += 64) own[b] = 0;
  barrier(CLK_LOCAL_MEM_FENCE);
  atomic_inc(&own[data[get_global_id(0)] & 127]);
  barrier(CLK_LOCAL_MEM_FENCE);
  for (uint b = l; b < 128; b += 64) atomic_add(&bins[b], own[b]);
}
