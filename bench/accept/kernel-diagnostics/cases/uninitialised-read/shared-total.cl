//- /faulty.cl
// athanor: launch global=512 local=64
__kernel void total(__global const int *x, __global int *out) {
  __local int sum;
  atomic_add(&sum, x[get_global_id(0)]);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved uninitialised-read
  barrier(CLK_LOCAL_MEM_FENCE);
  if (get_local_id(0) == 0) out[get_group_id(0)] = sum;
}
//- /fixed.cl
// athanor: launch global=512 local=64
__kernel void total(__global const int *x, __global int *out) {
  __local int sum;
  if (get_local_id(0) == 0) sum = 0;
  barrier(CLK_LOCAL_MEM_FENCE);
  atomic_add(&sum, x[get_global_id(0)]);
  barrier(CLK_LOCAL_MEM_FENCE);
  if (get_local_id(0) == 0) out[get_group_id(0)] = sum;
}
