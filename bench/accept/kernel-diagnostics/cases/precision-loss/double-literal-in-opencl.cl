//- /faulty.cl
__kernel void decay(__global float *x, int n) {
  int i = get_global_id(0);
  if (i < n) x[i] = x[i] * 0.97;
//                         ^^^^ hint precision-loss
}
//- /fixed.cl
__kernel void decay(__global float *x, int n) {
  int i = get_global_id(0);
  if (i < n) x[i] = x[i] * 0.97f;
}
