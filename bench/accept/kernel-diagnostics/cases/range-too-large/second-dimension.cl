//- /faulty.cl
// device: nvidia-h100
// athanor: launch global=64,131072 local=64,1
__kernel void rows(__global int *x) {
//            ^^^^ proved range-too-large
  x[get_global_id(1) * 64 + get_global_id(0)] = (int)get_global_id(1);
}
//- /fixed.cl
// device: nvidia-h100
// athanor: launch global=64,131072 local=64,4
__kernel void rows(__global int *x) {
  x[get_global_id(1) * 64 + get_global_id(0)] = (int)get_global_id(1);
}
