//- /faulty.cl
// athanor: launch global=256 local=64
__kernel void bins(__global const uchar *x, __global int *out) {
  int own[4];
  for (int k = 0; k < 16; k++) own[x[get_global_id(0) * 16 + k] & 3]++;
//                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved uninitialised-read
  for (int k = 0; k < 4; k++) out[get_global_id(0) * 4 + k] = own[k];
//                                                            ^^^^^^ uninitialised-read
}
//- /fixed.cl
// athanor: launch global=256 local=64
__kernel void bins(__global const uchar *x, __global int *out) {
  int own[4] = {0, 0, 0, 0};
  for (int k = 0; k < 16; k++) own[x[get_global_id(0) * 16 + k] & 3]++;
  for (int k = 0; k < 4; k++) out[get_global_id(0) * 4 + k] = own[k];
}
