//- /faulty.cl
// athanor: launch global=320 local=32
__kernel void clear(__global int *x) {
  __local int buffer[100];
  int i = get_local_id(0);
  while (i < 128) {
    buffer[i] = 0;
//  ^^^^^^^^^ proved index-out-of-bounds
    i += 32;
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  x[get_global_id(0)] = buffer[(get_local_id(0) + 1) & 31];
}
//- /fixed.cl
// athanor: launch global=320 local=32
__kernel void clear(__global int *x) {
  __local int buffer[100];
  int i = get_local_id(0);
  while (i < 100) {
    buffer[i] = 0;
    i += 32;
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  x[get_global_id(0)] = buffer[(get_local_id(0) + 1) & 31];
}
