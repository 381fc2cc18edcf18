//- /faulty.cl
// athanor: launch global=1048576 local=128
__kernel void spread(__global uchar *x) {
  int page = get_global_id(0);
  if ((page << 12) < 65536) x[page] = 1;
//     ^^^^^^^^^^ proved index-overflow
}
//- /fixed.cl
// athanor: launch global=1048576 local=128
__kernel void spread(__global uchar *x) {
  long page = get_global_id(0);
  if ((page << 12) < 65536) x[page] = 1;
}
