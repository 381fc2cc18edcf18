//- /faulty.cl
// device: nvidia-h100
__attribute__((intel_reqd_sub_group_size(16)))
__kernel void gather(__global const float *in, __global const int *at, __global float *out) {
//            ^^^^^^ proved sub-group-size
  int i = get_global_id(0);
  out[i] = in[at[i]];
}
//- /fixed.cl
// device: nvidia-h100
__attribute__((intel_reqd_sub_group_size(32)))
__kernel void gather(__global const float *in, __global const int *at, __global float *out) {
  int i = get_global_id(0);
  out[i] = in[at[i]];
}
