//- /faulty.cl
#define N 130
// athanor: launch global=128,128 local=16,16
__kernel void laplace(__global const float *u, __global float *v) {
  int x = get_global_id(0) + 1, y = get_global_id(1) + 1;
  v[y * N + x] = u[(y - 1) * N + x] + u[(y + 1) * N + x] + u[y * N + x - 1] + u[y * N + x + 1] - 4.0f * u[y * N + x];
//               ^^^^^^^^^^^^^^^^^^ hint local-memory-reuse
//                                    ^^^^^^^^^^^^^^^^^^ related
//                                                         ^^^^^^^^^^^^^^^^ related
//                                                                            ^^^^^^^^^^^^^^^^ related
//                                                                                                      ^^^^^^^^^^^^ related
}
//- /fixed.cl
#define N 130
#define S 18
// athanor: launch global=128,128 local=16,16
__kernel void laplace(__global const float *u, __global float *v) {
  __local float t[S][S];
  int lx = get_local_id(0), ly = get_local_id(1);
  int x0 = get_group_id(0) * 16, y0 = get_group_id(1) * 16;
  for (int k = ly * 16 + lx; k < S * S; k += 256) t[k / S][k % S] = u[(y0 + k / S) * N + x0 + k % S];
  barrier(CLK_LOCAL_MEM_FENCE);
  v[(y0 + ly + 1) * N + x0 + lx + 1] = t[ly][lx + 1] + t[ly + 2][lx + 1] + t[ly + 1][lx] + t[ly + 1][lx + 2] - 4.0f * t[ly + 1][lx + 1];
}
