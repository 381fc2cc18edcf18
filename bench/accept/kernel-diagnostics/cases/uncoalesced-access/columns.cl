//- /faulty.cl
#define N 256
// athanor: launch global=256,256 local=32,8
__kernel void by_column(__global const float *in, __global float *out) {
  int row = get_global_id(0);
  int column = get_global_id(1);
  out[row * N + column] = 2.0f * in[row * N + column];
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint uncoalesced-access
//                               ^^^^^^^^^^^^^^^^^^^^ hint uncoalesced-access
}
//- /fixed.cl
#define N 256
// athanor: launch global=256,256 local=32,8
__kernel void by_column(__global const float *in, __global float *out) {
  int row = get_global_id(1);
  int column = get_global_id(0);
  out[row * N + column] = 2.0f * in[row * N + column];
}
