//- /faulty.cl
// athanor: launch global=64 local=16
__kernel void odd(__global int *x) {
  int l = get_local_id(0);
  if (l % 2 == 1) barrier(CLK_GLOBAL_MEM_FENCE);
//                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved divergent-barrier
  x[get_global_id(0)] = l;
}
//- /fixed.cl
// athanor: launch global=64 local=16
__kernel void odd(__global int *x) {
  int l = get_local_id(0);
  barrier(CLK_GLOBAL_MEM_FENCE);
  x[get_global_id(0)] = l;
}
