//- /faulty.cl
__kernel void stretch(__global const float *in, __global float *out, int n) {
  int i = get_global_id(0);
  float s = i * 0.5f;
  if (i < n) out[i] = in[(int)s];
//                       ^^^^^^ hint precision-loss
}
//- /fixed.cl
__kernel void stretch(__global const float *in, __global float *out, int n) {
  int i = get_global_id(0);
  if (i < n) out[i] = in[i / 2];
}
