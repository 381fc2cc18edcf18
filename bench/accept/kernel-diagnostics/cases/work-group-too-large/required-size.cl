//- /faulty.cl
// device: amd-mi300x
__kernel __attribute__((reqd_work_group_size(64, 32, 1)))
void blur(__global const float *in, __global float *out, int width) {
//   ^^^^ proved work-group-too-large
  int x = get_global_id(0), y = get_global_id(1);
  out[y * width + x] = 0.5f * in[y * width + x];
}
//- /fixed.cl
// device: amd-mi300x
__kernel __attribute__((reqd_work_group_size(32, 32, 1)))
void blur(__global const float *in, __global float *out, int width) {
  int x = get_global_id(0), y = get_global_id(1);
  out[y * width + x] = 0.5f * in[y * width + x];
}
