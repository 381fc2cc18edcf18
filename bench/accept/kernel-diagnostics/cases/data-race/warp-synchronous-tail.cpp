//- /faulty.cpp
#include <sycl/sycl.hpp>


void reduce(sycl::queue &q, const float *in, float *out) {
  constexpr int B = 256;
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> sdata(B, h);
    h.parallel_for<class warp>(sycl::nd_range<1>(64 * B, B), [=](sycl::nd_item<1> it) {
      const unsigned tid = it.get_local_id(0);
      sdata[tid] = in[it.get_global_id(0)];
      it.barrier();
      for (unsigned s = B / 2; s > 16; s >>= 1) {
        if (tid < s) sdata[tid] += sdata[tid + s];
        it.barrier();
      }
      for (unsigned s = 16; s > 0; s >>= 1) {
        if (tid < s) sdata[tid] += sdata[tid + s];
//                                 ^^^^^^^^^^^^^^ proved data-race
//                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related
        // the last warp needs no barrier
      }
      if (tid == 0) out[it.get_group(0)] = sdata[0];
    });
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void reduce(sycl::queue &q, const float *in, float *out) {
  constexpr int B = 256;
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> sdata(B, h);
    h.parallel_for<class warp>(sycl::nd_range<1>(64 * B, B), [=](sycl::nd_item<1> it) {
      const unsigned tid = it.get_local_id(0);
      sdata[tid] = in[it.get_global_id(0)];
      it.barrier();
      for (unsigned s = B / 2; s > 16; s >>= 1) {
        if (tid < s) sdata[tid] += sdata[tid + s];
        it.barrier();
      }
      for (unsigned s = 16; s > 0; s >>= 1) {
        if (tid < s) sdata[tid] += sdata[tid + s];
        it.barrier();
      }
      if (tid == 0) out[it.get_group(0)] = sdata[0];
    });
  });
}
