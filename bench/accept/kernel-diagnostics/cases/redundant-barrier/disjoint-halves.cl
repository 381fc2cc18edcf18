//- /faulty.cl
// athanor: launch global=256 local=32
__kernel void halves(__global int *x) {
  __local int t[64];
  int l = get_local_id(0);
  t[l] = x[get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved redundant-barrier
  t[l + 32] = l;
  x[get_global_id(0)] = t[l] + t[l + 32];
}
//- /fixed.cl
// athanor: launch global=256 local=32
__kernel void halves(__global int *x) {
  __local int t[64];
  int l = get_local_id(0);
  t[l] = x[get_global_id(0)];
  t[l + 32] = l;
  x[get_global_id(0)] = t[l] + t[l + 32];
}
