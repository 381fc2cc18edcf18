//- /faulty.cl
int sum(int count, ...) { return count; }
//  ^^^ proved not-in-device-code

__kernel void sums(__global int *x) { x[get_global_id(0)] = sum(2, 1, 2); }
//            ^^^^ related
//                                                          ^^^ related
//- /fixed.cl
int sum(int a, int b) { return a + b; }

__kernel void sums(__global int *x) { x[get_global_id(0)] = sum(1, 2); }
