//- /faulty.cl
// athanor: launch global=512 local=64
__kernel void interleave(__global const int *x, __global int *y) {
  int i = get_global_id(0);
  y[5 * i] = x[i];
//^^^^^^^^^^^^^^^ hint uncoalesced-access
}
//- /fixed.cl
// athanor: launch global=512 local=64
__kernel void interleave(__global const int *x, __global int *y) {
  int i = get_global_id(0);
  y[i + 512] = x[i];
}
