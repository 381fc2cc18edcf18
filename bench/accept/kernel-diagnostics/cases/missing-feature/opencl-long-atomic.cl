//- /faulty.cl
// device: generic-opencl
#pragma OPENCL EXTENSION cl_khr_int64_base_atomics : enable
__kernel void tally(__global const int *x, __global long *sum) {
  atom_add(sum, (long)x[get_global_id(0)]);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ possible missing-feature
}
//- /fixed.cl
// device: generic-opencl
#pragma OPENCL EXTENSION cl_khr_int64_base_atomics : enable
__kernel void tally(__global const int *x, __global int *sum) {
  atomic_add(sum, x[get_global_id(0)]);
}
