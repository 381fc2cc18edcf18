//- /faulty.cl
// athanor: launch global=64,64 local=8,8
__kernel void border(__global float *m) {
  int x = get_global_id(0), y = get_global_id(1);
  m[x] = 0.0f;
//^^^^^^^^^^^ proved uniform-write
}
//- /fixed.cl
// athanor: launch global=64,64 local=8,8
__kernel void border(__global float *m) {
  int x = get_global_id(0), y = get_global_id(1);
  if (y == 0) m[x] = 0.0f;
}
