//- /faulty.cl
// device: intel-arc-a770
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
typedef double real;
__kernel void axpy(real a, __global const real *x, __global real *y) {
//                 ^^^^^^ proved missing-feature
  int i = get_global_id(0);
  y[i] += a * x[i];
}
//- /fixed.cl
// device: intel-arc-a770
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
typedef float real;
__kernel void axpy(real a, __global const real *x, __global real *y) {
  int i = get_global_id(0);
  y[i] += a * x[i];
}
