//- /faulty.cl
// athanor: launch global=512 local=64
__kernel void window_sums(__global const int *x, __global int *y) {
  __local int t[80];
  int i = get_global_id(0), l = get_local_id(0);
  t[l] = x[i];
  if (l < 16) t[l + 64] = x[i + 64];
//                        ^^^^^^^^^ hint local-memory-reuse
  barrier(CLK_LOCAL_MEM_FENCE);
  int s = 0;
  for (int k = 0; k < 16; k++) s += x[i + k] + t[l];
//                                  ^^^^^^^^ related
  y[i] = s;
}
//- /fixed.cl
// athanor: launch global=512 local=64
__kernel void window_sums(__global const int *x, __global int *y) {
  __local int t[80];
  int i = get_global_id(0), l = get_local_id(0);
  t[l] = x[i];
  if (l < 16) t[l + 64] = x[i + 64];
  barrier(CLK_LOCAL_MEM_FENCE);
  int s = 0;
  for (int k = 0; k < 16; k++) s += t[l + k];
  y[i] = s;
}
