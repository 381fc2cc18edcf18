//- /faulty.cl
// athanor: launch global=256 local=32
__kernel void bins(__global const int *in, __global int *out) {
  __local int counts[32 * 16];
  int l = get_local_id(0);
  for (int b = 0; b < 16; b++) counts[l * 16 + b] = 0;
//                             ^^^^^^^^^^^^^^^^^^^^^^ hint bank-conflict
  barrier(CLK_LOCAL_MEM_FENCE);
  counts[(in[get_global_id(0)] & 15) * 32 + l] += 1;
  barrier(CLK_LOCAL_MEM_FENCE);
  out[get_global_id(0)] = counts[l];
}
//- /fixed.cl
// athanor: launch global=256 local=32
__kernel void bins(__global const int *in, __global int *out) {
  __local int counts[32 * 16];
  int l = get_local_id(0);
  for (int b = 0; b < 16; b++) counts[b * 32 + l] = 0;
  barrier(CLK_LOCAL_MEM_FENCE);
  counts[(in[get_global_id(0)] & 15) * 32 + l] += 1;
  barrier(CLK_LOCAL_MEM_FENCE);
  out[get_global_id(0)] = counts[l];
}
