//- /faulty.cl
// athanor: launch global=1024 local=128
__kernel void scan(__global int *x) {
  __local int t[128];
  int i = get_global_id(0), l = get_local_id(0);
  if (i < 1000) {
    t[l] = x[i];
    barrier(CLK_LOCAL_MEM_FENCE);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved divergent-barrier
    x[i] = t[0];
  }
}
//- /fixed.cl
// athanor: launch global=1024 local=128
__kernel void scan(__global int *x) {
  __local int t[128];
  int i = get_global_id(0), l = get_local_id(0);
  if (i < 1024) {
    t[l] = x[i];
    barrier(CLK_LOCAL_MEM_FENCE);
    x[i] = t[0];
  }
}
