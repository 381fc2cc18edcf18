//- /faulty.cl
// athanor: launch global=128 local=64
__kernel void buckets(__global const int *x, __global int *out) {
  const int low = 0, high = 7, count = 16;
  const int width = (high - low + 1) / count;
  out[get_global_id(0)] = x[get_global_id(0)] / width;
//                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved division-by-zero
}
//- /fixed.cl
// athanor: launch global=128 local=64
__kernel void buckets(__global const int *x, __global int *out) {
  const int low = 0, high = 7, count = 16;
  const int width = (high - low + count) / count;
  out[get_global_id(0)] = x[get_global_id(0)] / width;
}
