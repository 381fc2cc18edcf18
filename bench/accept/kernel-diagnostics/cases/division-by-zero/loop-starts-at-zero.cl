//- /faulty.cl
// athanor: launch global=256 local=64
__kernel void harmonics(__global int *out) {
  int sum = 0;
  for (int k = 0; k < 12; k++) sum += 27720 / k;
//                                    ^^^^^^^^^ proved division-by-zero
  out[get_global_id(0)] = sum;
}
//- /fixed.cl
// athanor: launch global=256 local=64
__kernel void harmonics(__global int *out) {
  int sum = 0;
  for (int k = 1; k < 12; k++) sum += 27720 / k;
  out[get_global_id(0)] = sum;
}
