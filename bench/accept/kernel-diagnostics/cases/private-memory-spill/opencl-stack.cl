//- /faulty.cl
// device: amd-mi300x
__kernel void walk(__global const int *left, __global const int *right, __global int *depth) {
  int stack[640];
//    ^^^^^^^^^^ proved private-memory-spill
  int top = 0, deepest = 0;
  stack[top++] = get_global_id(0);
  while (top > 0 && top < 630) {
    int node = stack[--top];
    if (left[node] >= 0) stack[top++] = left[node];
    if (right[node] >= 0) stack[top++] = right[node];
    if (top > deepest) deepest = top;
  }
  depth[get_global_id(0)] = deepest;
}
//- /fixed.cl
// device: amd-mi300x
__kernel void walk(__global const int *left, __global const int *right, __global int *depth) {
  int stack[64];
  int top = 0, deepest = 0;
  stack[top++] = get_global_id(0);
  while (top > 0 && top < 60) {
    int node = stack[--top];
    if (left[node] >= 0) stack[top++] = left[node];
    if (right[node] >= 0) stack[top++] = right[node];
    if (top > deepest) deepest = top;
  }
  depth[get_global_id(0)] = deepest;
}
