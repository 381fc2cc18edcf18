//- /faulty.cl
// athanor: launch global=4096 local=64
__kernel void fir(__global const float *x, __global float *y) {
  const float c[5] = {0.1f, 0.2f, 0.4f, 0.2f, 0.1f};
  int i = get_global_id(0);
  float sum = 0;
  for (int k = 0; k < 6; ++k) sum += c[k] * x[i + k];
//                                   ^^^^ proved index-out-of-bounds
  y[i] = sum;
}
//- /fixed.cl
// athanor: launch global=4096 local=64
__kernel void fir(__global const float *x, __global float *y) {
  const float c[5] = {0.1f, 0.2f, 0.4f, 0.2f, 0.1f};
  int i = get_global_id(0);
  float sum = 0;
  for (int k = 0; k < 5; ++k) sum += c[k] * x[i + k];
  y[i] = sum;
}
