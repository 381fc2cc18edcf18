//- /faulty.cl
// athanor: launch global=16,16 local=4,4
__kernel void scale(__global float *m, float f) {
  int x = get_global_id(0), y = get_global_id(1);
  m[y * 8 + x] *= f;
//^^^^^^^^^^^^^^^^^ proved data-race
}
//- /fixed.cl
// athanor: launch global=16,16 local=4,4
__kernel void scale(__global float *m, float f) {
  int x = get_global_id(0), y = get_global_id(1);
  m[y * 16 + x] *= f;
}
