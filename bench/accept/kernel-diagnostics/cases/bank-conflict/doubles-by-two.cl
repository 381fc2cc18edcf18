//- /faulty.cl
// athanor: launch global=256 local=64
__kernel void pairs(__global const double *in, __global double *out) {
  __local double s[128];
  int l = get_local_id(0);
  s[2 * l] = in[get_global_id(0)];
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint bank-conflict
  s[2 * l + 1] = 0.0;
//^^^^^^^^^^^^^^^^^^ related
  barrier(CLK_LOCAL_MEM_FENCE);
  out[get_global_id(0)] = s[l] + s[l + 64];
}
//- /fixed.cl
// athanor: launch global=256 local=64
__kernel void pairs(__global const double *in, __global double *out) {
  __local double s[128];
  int l = get_local_id(0);
  s[l] = in[get_global_id(0)];
  s[l + 64] = 0.0;
  barrier(CLK_LOCAL_MEM_FENCE);
  out[get_global_id(0)] = s[l] + s[l + 64];
}
