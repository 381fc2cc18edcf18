//- /faulty.cl
// athanor: launch global=256,256 local=16,16
__kernel void transpose(__global const float *in, __global float *out, int width) {
  __local float tile[16][16];
  int lx = get_local_id(0), ly = get_local_id(1);
  tile[ly][lx + 1] = in[get_global_id(1) * width + get_global_id(0)];
//         ^^^^^^ proved index-out-of-bounds
  barrier(CLK_LOCAL_MEM_FENCE);
  out[get_global_id(0) * width + get_global_id(1)] = tile[ly][lx + 1];
//                                                            ^^^^^^ proved index-out-of-bounds
}
//- /fixed.cl
// athanor: launch global=256,256 local=16,16
__kernel void transpose(__global const float *in, __global float *out, int width) {
  __local float tile[16][17];
  int lx = get_local_id(0), ly = get_local_id(1);
  tile[ly][lx + 1] = in[get_global_id(1) * width + get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  out[get_global_id(0) * width + get_global_id(1)] = tile[ly][lx + 1];
}
