//- /faulty.cl
// athanor: launch global=512 local=64
__kernel void shift(__global int *scratch, __global int *out) {
  int i = get_global_id(0);
  scratch[i] = i * 3;
//^^^^^^^^^^^^^^^^^^ related
  barrier(CLK_GLOBAL_MEM_FENCE);
  out[i] = scratch[(i + 64) % 512];
//         ^^^^^^^^^^^^^^^^^^^^^^^ proved data-race
}
//- /fixed.cl
// athanor: launch global=512 local=64
__kernel void shift(__global int *scratch, __global int *out) {
  int i = get_global_id(0);
  scratch[i] = i * 3;
  barrier(CLK_GLOBAL_MEM_FENCE);
  out[i] = scratch[i - i % 64 + (i + 1) % 64];
}
