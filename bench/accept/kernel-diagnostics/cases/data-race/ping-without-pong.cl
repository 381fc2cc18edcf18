//- /faulty.cl
#define L 32
// athanor: launch global=320 local=32
__kernel void diffuse(__global float *u) {
  __local float a[2][L];
  int l = get_local_id(0);
  a[0][l] = u[get_global_id(0)];
  a[1][l] = 0;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int k = 0; k < 6; ++k) {
    a[(k + 1) % 2][l] = 0.5f * (a[k % 2][l] + a[k % 2][(l + 1) % L]);
//                                            ^^^^^^^^^^^^^^^^^^^^^ proved data-race
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
    // PONG
  }
  u[get_global_id(0)] = a[0][l];
}
//- /fixed.cl
#define L 32
// athanor: launch global=320 local=32
__kernel void diffuse(__global float *u) {
  __local float a[2][L];
  int l = get_local_id(0);
  a[0][l] = u[get_global_id(0)];
  a[1][l] = 0;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int k = 0; k < 6; ++k) {
    a[(k + 1) % 2][l] = 0.5f * (a[k % 2][l] + a[k % 2][(l + 1) % L]);
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  u[get_global_id(0)] = a[0][l];
}
