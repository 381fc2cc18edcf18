//- /faulty.cl
// athanor: launch global=64 local=64
__kernel void strided(__global float *x) {
  for (int i = get_local_id(0); i < 100; i += 64) {
    x[i] = i;
    barrier(CLK_GLOBAL_MEM_FENCE);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved divergent-barrier
  }
}
//- /fixed.cl
// athanor: launch global=64 local=64
__kernel void strided(__global float *x) {
  for (int i = get_local_id(0); i < 128; i += 64) {
    x[i] = i;
    barrier(CLK_GLOBAL_MEM_FENCE);
  }
}
