//- /faulty.cl
// athanor: launch global=512 local=64
__kernel void row_sums(__global const float *m, __global float *sums, int n) {
  int row = get_global_id(0);
  float s = 0.0f;
  for (int k = 0; k < n; k++) s += m[row * n + k];
//                                 ^^^^^^^^^^^^^^ hint uncoalesced-access
  sums[row] = s;
}
//- /fixed.cl
// athanor: launch global=512 local=64
__kernel void row_sums(__global const float *m, __global float *sums, int n) {
  int row = get_global_id(0);
  float s = 0.0f;
  for (int k = 0; k < n; k++) s += m[k * n + row];
  sums[row] = s;
}
