//- /faulty.cl
// athanor: launch global=512 local=128
__kernel void scan(__global int *x) {
  __local int a[128];
  __local int b[128];
  int l = get_local_id(0);
  a[l] = x[get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  b[l] = a[l] + a[l - 1];
//                ^^^^^ proved negative-index
  barrier(CLK_LOCAL_MEM_FENCE);
  x[get_global_id(0)] = b[127 - l];
}
//- /fixed.cl
// athanor: launch global=512 local=128
__kernel void scan(__global int *x) {
  __local int a[128];
  __local int b[128];
  int l = get_local_id(0);
  a[l] = x[get_global_id(0)];
  barrier(CLK_LOCAL_MEM_FENCE);
  b[l] = a[l] + (l >= 1 ? a[l - 1] : 0);
  barrier(CLK_LOCAL_MEM_FENCE);
  x[get_global_id(0)] = b[127 - l];
}
