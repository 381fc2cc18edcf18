//- /faulty.cl
// athanor: launch global=128 local=32
__kernel void count(__global int *n) {
  __local int seen;
  if (get_local_id(0) == 0) seen = 0;
  barrier(CLK_LOCAL_MEM_FENCE);
  seen += 1;
//^^^^^^^^^ proved data-race
  barrier(CLK_LOCAL_MEM_FENCE);
  if (get_local_id(0) == 0) n[get_group_id(0)] = seen;
}
//- /fixed.cl
// athanor: launch global=128 local=32
__kernel void count(__global int *n) {
  __local int seen;
  if (get_local_id(0) == 0) seen = 0;
  barrier(CLK_LOCAL_MEM_FENCE);
  atomic_inc(&seen);
  barrier(CLK_LOCAL_MEM_FENCE);
  if (get_local_id(0) == 0) n[get_group_id(0)] = seen;
}
