//- /faulty.cl
// athanor: launch global=512 local=64
__kernel void any(__global const int *x, __global int *found) {
  int seen;
  for (int k = 0; k < 8; k++) seen = seen | (x[get_global_id(0) * 8 + k] == 42);
//                                   ^^^^ proved uninitialised-read
  found[get_global_id(0)] = seen;
}
//- /fixed.cl
// athanor: launch global=512 local=64
__kernel void any(__global const int *x, __global int *found) {
  int seen = 0;
  for (int k = 0; k < 8; k++) seen = seen | (x[get_global_id(0) * 8 + k] == 42);
  found[get_global_id(0)] = seen;
}
