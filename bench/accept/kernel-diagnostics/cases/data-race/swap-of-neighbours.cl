//- /faulty.cl
// athanor: launch global=64 local=64
__kernel void swap(__global float *x, __global float *y) {
  int i = get_global_id(0);
  float t = x[i];
//      ^^^^^^^^ proved data-race
  if (i < 63) x[i + 1] = t;
//            ^^^^^^^^^^^^ related
}
//- /fixed.cl
// athanor: launch global=64 local=64
__kernel void swap(__global float *x, __global float *y) {
  int i = get_global_id(0);
  float t = x[i];
  if (i < 63) y[i + 1] = t;
}
