//- /faulty.cl
// athanor: launch global=1024 local=128
__kernel void forces(__global const float *position, __global float *force, int n) {
  int i = get_global_id(0);
  float x = position[i], f = 0.0f;
  for (int k = 0; k < n; k++) f += position[k] - x;
//                                 ^^^^^^^^^^^ hint local-memory-reuse
  force[i] = f;
}
//- /fixed.cl
// athanor: launch global=1024 local=128
__kernel void forces(__global const float *position, __global float *force, int n) {
  __local float t[128];
  int i = get_global_id(0), l = get_local_id(0);
  float x = 0.5f, f = 0.0f;
  for (int first = 0; first < n; first += 128) {
    t[l] = position[first + l];
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int k = 0; k < 128; k++) f += t[k] - x;
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  force[i] = f;
}
