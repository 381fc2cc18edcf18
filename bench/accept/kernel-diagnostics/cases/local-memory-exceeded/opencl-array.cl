//- /faulty.cl
// device: intel-arc-a770
__kernel __attribute__((reqd_work_group_size(64, 1, 1)))
void rowsums(__global const float *in, __global float *out) {
  __local float rows[64][300];
//              ^^^^^^^^^^^^^ proved local-memory-exceeded
  int l = get_local_id(0);
  for (int k = 0; k < 300; k++) rows[l][k] = in[get_global_id(0) * 300 + k];
  float sum = 0;
  for (int k = 0; k < 300; k++) sum += rows[l][k];
  out[get_global_id(0)] = sum;
}
//- /fixed.cl
// device: intel-arc-a770
__kernel __attribute__((reqd_work_group_size(64, 1, 1)))
void rowsums(__global const float *in, __global float *out) {
  __local float rows[64][256];
  int l = get_local_id(0);
  for (int k = 0; k < 256; k++) rows[l][k] = in[get_global_id(0) * 256 + k];
  float sum = 0;
  for (int k = 0; k < 256; k++) sum += rows[l][k];
  out[get_global_id(0)] = sum;
}
