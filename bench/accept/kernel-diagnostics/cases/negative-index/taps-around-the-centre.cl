//- /faulty.cl
// athanor: launch global=4096 local=256
__kernel void weights(__global float *y) {
  float w[7];
  for (int k = 0; k < 7; k++) w[k] = 1.0f / (1 + k);
  float sum = 0.0f;
  for (int d = -3; d <= 3; d++) sum += w[d + 2];
//                                       ^^^^^ proved negative-index
  y[get_global_id(0)] = sum;
}
//- /fixed.cl
// athanor: launch global=4096 local=256
__kernel void weights(__global float *y) {
  float w[7];
  for (int k = 0; k < 7; k++) w[k] = 1.0f / (1 + k);
  float sum = 0.0f;
  for (int d = -3; d <= 3; d++) sum += w[d + 3];
  y[get_global_id(0)] = sum;
}
