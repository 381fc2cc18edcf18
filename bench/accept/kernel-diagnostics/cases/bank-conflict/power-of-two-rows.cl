//- /faulty.cl
// athanor: launch global=64,16 local=64,1
__kernel void rows(__global const float *in, __global float *out) {
  __local float s[64][8];
  int l = get_local_id(0);
  for (int k = 0; k < 8; k++) s[l][k] = in[(get_group_id(1) * 8 + k) * 64 + l];
//                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint bank-conflict
  barrier(CLK_LOCAL_MEM_FENCE);
  out[get_group_id(1) * 64 + l] = s[l][3];
//                                ^^^^^^^ related
}
//- /fixed.cl
// athanor: launch global=64,16 local=64,1
__kernel void rows(__global const float *in, __global float *out) {
  __local float s[64][9];
  int l = get_local_id(0);
  for (int k = 0; k < 8; k++) s[l][k] = in[(get_group_id(1) * 8 + k) * 64 + l];
  barrier(CLK_LOCAL_MEM_FENCE);
  out[get_group_id(1) * 64 + l] = s[l][3];
}
