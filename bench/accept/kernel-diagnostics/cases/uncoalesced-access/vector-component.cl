//- /faulty.cl
// athanor: launch global=1024 local=128
__kernel void heights(__global const float4 *position, __global const float *height, __global float *out) {
  size_t i = get_global_id(0);
  out[i] = position[i].w + height[i];
//         ^^^^^^^^^^^^^ hint uncoalesced-access
}
//- /fixed.cl
// athanor: launch global=1024 local=128
__kernel void heights(__global const float4 *position, __global const float *height, __global float *out) {
  size_t i = get_global_id(0);
  out[i] = position[i / 4].w + height[i];
}
