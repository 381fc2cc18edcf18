//- /faulty.cl
// athanor: launch global=1024 local=128
__kernel void share(__global int *out, int total) {
  int g = get_group_id(0);
  out[get_global_id(0)] = total / g;
//                        ^^^^^^^^^ proved division-by-zero
}
//- /fixed.cl
// athanor: launch global=1024 local=128
__kernel void share(__global int *out, int total) {
  int g = get_group_id(0);
  out[get_global_id(0)] = total / (g + 1);
}
