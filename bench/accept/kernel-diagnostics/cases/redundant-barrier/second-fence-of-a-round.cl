//- /faulty.cl
#define L 64
// athanor: launch global=640 local=64
__kernel void rounds(__global float *x) {
  __local float t[L];
  int l = get_local_id(0);
  float v = x[get_global_id(0)];
  for (int k = 0; k < 4; ++k) {
    t[l] = v;
    barrier(CLK_LOCAL_MEM_FENCE);
    v += t[L - 1 - l];
    barrier(CLK_LOCAL_MEM_FENCE);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved redundant-barrier
    v *= 0.5f;
    barrier(CLK_LOCAL_MEM_FENCE);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved redundant-barrier
  }
  x[get_global_id(0)] = v;
}
//- /fixed.cl
#define L 64
// athanor: launch global=640 local=64
__kernel void rounds(__global float *x) {
  __local float t[L];
  int l = get_local_id(0);
  float v = x[get_global_id(0)];
  for (int k = 0; k < 4; ++k) {
    t[l] = v;
    barrier(CLK_LOCAL_MEM_FENCE);
    v += t[L - 1 - l];
    barrier(CLK_LOCAL_MEM_FENCE);
    v *= 0.5f;
  }
  x[get_global_id(0)] = v;
}
