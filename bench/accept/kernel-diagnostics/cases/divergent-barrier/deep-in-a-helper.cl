//- /faulty.cl
void meet(int ready) {
  if (ready) barrier(CLK_LOCAL_MEM_FENCE);
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved divergent-barrier
}
// athanor: launch global=128 local=32
__kernel void k(__global int *x) {
  meet(get_local_id(0) < 8);
  x[get_global_id(0)] = 0;
}
//- /fixed.cl
void meet(int ready) {
  if (ready) barrier(CLK_LOCAL_MEM_FENCE);
}
// athanor: launch global=128 local=32
__kernel void k(__global int *x) {
  meet(get_group_id(0) < 8);
  x[get_global_id(0)] = 0;
}
