//- /faulty.cl
// athanor: launch global=128 local=32
__kernel void sizes(__global int *per_group) {
  per_group[get_group_id(0)] = 32;
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved uniform-write
}
//- /fixed.cl
// athanor: launch global=128 local=32
__kernel void sizes(__global int *per_group) {
  if (get_local_id(0) == 0) per_group[get_group_id(0)] = 32;
}
