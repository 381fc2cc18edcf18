//- /faulty.cl
float square(float x) { return x * x; }
float apply(float (*f)(float), float x) { return f(x); }
//                                               ^ proved not-in-device-code

__kernel void squares(__global float *x) {
//            ^^^^^^^ related
  int i = get_global_id(0);
  x[i] = apply(square, x[i]);
//       ^^^^^ related
}
//- /fixed.cl
float square(float x) { return x * x; }

__kernel void squares(__global float *x) {
  int i = get_global_id(0);
  x[i] = square(x[i]);
}
