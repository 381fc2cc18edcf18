//- /faulty.cl
// athanor: launch global=256 local=64
__kernel void step(__global const float *u, __global int *converged) {
  if (get_global_id(0) < 100) converged[0] = 0;
//                            ^^^^^^^^^^^^^^^^ proved uniform-write
}
//- /fixed.cl
// athanor: launch global=256 local=64
__kernel void step(__global const float *u, __global int *converged) {
  if (get_global_id(0) == 0) converged[0] = 0;
}
