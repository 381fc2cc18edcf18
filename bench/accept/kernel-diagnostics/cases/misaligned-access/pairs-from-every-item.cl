//- /faulty.cl
// athanor: launch global=64 local=64
__kernel void pairs(__global int *out) {
  __local int t[130];
  int l = get_local_id(0);
  t[2 * l] = l;
  t[2 * l + 1] = -l;
  barrier(CLK_LOCAL_MEM_FENCE);
  int2 p = *(__local int2 *)(t + l);
//          ^^^^^^^^^^^^^^^^^^^^^^^ proved misaligned-access
  out[get_global_id(0)] = p.x + p.y;
}
//- /fixed.cl
// athanor: launch global=64 local=64
__kernel void pairs(__global int *out) {
  __local int t[130];
  int l = get_local_id(0);
  t[2 * l] = l;
  t[2 * l + 1] = -l;
  barrier(CLK_LOCAL_MEM_FENCE);
  int2 p = *(__local int2 *)(t + 2 * l);
  out[get_global_id(0)] = p.x + p.y;
}
