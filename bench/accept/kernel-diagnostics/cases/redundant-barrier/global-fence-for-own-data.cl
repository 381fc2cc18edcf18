//- /faulty.cl
// athanor: launch global=1024 local=64
__kernel void twice(__global float *x) {
  int i = get_global_id(0);
  x[i] = x[i] + 1;
  barrier(CLK_GLOBAL_MEM_FENCE);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved redundant-barrier
  x[i] = x[i] * 2;
}
//- /fixed.cl
// athanor: launch global=1024 local=64
__kernel void twice(__global float *x) {
  int i = get_global_id(0);
  x[i] = x[i] + 1;
  x[i] = x[i] * 2;
}
