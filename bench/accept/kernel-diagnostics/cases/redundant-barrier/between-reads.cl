//- /faulty.cl
// athanor: launch global=128 local=32
__kernel void sums(__global const int *x, __global int *y) {
  __local int t[32];
  int l = get_local_id(0);
  t[l] = x[get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  int a = t[(l + 1) % 32];
  barrier(CLK_LOCAL_MEM_FENCE);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved redundant-barrier
  y[get_global_id(0)] = a + t[(l + 2) % 32];
}
//- /fixed.cl
// athanor: launch global=128 local=32
__kernel void sums(__global const int *x, __global int *y) {
  __local int t[32];
  int l = get_local_id(0);
  t[l] = x[get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  int a = t[(l + 1) % 32];
  y[get_global_id(0)] = a + t[(l + 2) % 32];
}
