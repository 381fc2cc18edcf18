//- /faulty.cl
#define T 32
// athanor: launch global=128,128 local=32,32
__kernel void transpose(__global const float *in, __global float *out) {
  __local float tile[T][T];
  int x = get_local_id(0), y = get_local_id(1);
  tile[y][x] = in[get_global_id(1) * 128 + get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  out[(get_group_id(0) * T + y) * 128 + get_group_id(1) * T + x] = tile[x][y];
//                                                                 ^^^^^^^^^^ hint bank-conflict
}
//- /fixed.cl
#define T 32
// athanor: launch global=128,128 local=32,32
__kernel void transpose(__global const float *in, __global float *out) {
  __local float tile[T][T + 1];
  int x = get_local_id(0), y = get_local_id(1);
  tile[y][x] = in[get_global_id(1) * 128 + get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  out[(get_group_id(0) * T + y) * 128 + get_group_id(1) * T + x] = tile[x][y];
}
