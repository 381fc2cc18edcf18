//- /faulty.cl
// athanor: launch global=128 local=32
__kernel void payload(__global char *packet, __global double *out) {
  __global const double *values = (__global const double *)(packet + 12);
//                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved misaligned-access
  out[get_global_id(0)] = values[get_global_id(0)];
}
//- /fixed.cl
// athanor: launch global=128 local=32
__kernel void payload(__global char *packet, __global double *out) {
  __global const double *values = (__global const double *)(packet + 16);
  out[get_global_id(0)] = values[get_global_id(0)];
}
