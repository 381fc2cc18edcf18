//- /faulty.cl
// athanor: launch global=4194304 local=256
__kernel void sample(__global float *x) {
  int i = get_global_id(0);
  if (i * 1024 < 4096) x[i] = 1.0f;
//    ^^^^^^^^ proved index-overflow
}
//- /fixed.cl
// athanor: launch global=4194304 local=256
__kernel void sample(__global float *x) {
  long i = get_global_id(0);
  if (i * 1024L < 4096) x[i] = 1.0f;
}
