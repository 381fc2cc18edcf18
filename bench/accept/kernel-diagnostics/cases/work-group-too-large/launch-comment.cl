//- /faulty.cl
// device: intel-arc-a770
// athanor: launch global=65536 local=2048
__kernel void scale(__global float *x, float by) {
//            ^^^^^ proved work-group-too-large
  x[get_global_id(0)] *= by;
}
//- /fixed.cl
// device: intel-arc-a770
// athanor: launch global=65536 local=512
__kernel void scale(__global float *x, float by) {
  x[get_global_id(0)] *= by;
}
