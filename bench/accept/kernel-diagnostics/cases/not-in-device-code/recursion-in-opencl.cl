//- /faulty.cl
int depth(__global const int *parent, int node) {
  return parent[node] < 0 ? 0 : 1 + depth(parent, parent[node]);
//                                  ^^^^^ proved not-in-device-code
}

// launch: global=64 local=64
__kernel void depths(__global const int *parent, __global int *out) {
//            ^^^^^^ related
  int i = get_global_id(0);
  out[i] = depth(parent, i);
//         ^^^^^ related
}
//- /fixed.cl
int depth(__global const int *parent, int node) {
  int d = 0;
  while (parent[node] >= 0) {
    node = parent[node];
    d++;
  }
  return d;
}

// launch: global=64 local=64
__kernel void depths(__global const int *parent, __global int *out) {
  int i = get_global_id(0);
  out[i] = depth(parent, i);
}
