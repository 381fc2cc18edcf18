//- /faulty.cl
// athanor: launch global=256 local=64
__kernel void rotate(__global int *x) {
  __local int t[64];
  int l = get_local_id(0);
  t[l] = x[get_global_id(0)];
//^^^^^^^^^^^^^^^^^^^^^^^^^^ related
  barrier(CLK_GLOBAL_MEM_FENCE);
  x[get_global_id(0)] = t[(l + 1) & 63];
//                      ^^^^^^^^^^^^^^^ proved data-race
}
//- /fixed.cl
// athanor: launch global=256 local=64
__kernel void rotate(__global int *x) {
  __local int t[64];
  int l = get_local_id(0);
  t[l] = x[get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  x[get_global_id(0)] = t[(l + 1) & 63];
}
