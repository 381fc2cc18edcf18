//- /faulty.cl
// athanor: launch global=1024 local=64
__kernel void low_bytes(__global const uchar *words, __global uchar *low) {
  size_t i = get_global_id(0);
  low[i] = words[8 * i];
//         ^^^^^^^^^^^^ hint uncoalesced-access
}
//- /fixed.cl
// athanor: launch global=1024 local=64
__kernel void low_bytes(__global const uchar *words, __global uchar *low) {
  size_t i = get_global_id(0);
  low[i] = words[i];
}
