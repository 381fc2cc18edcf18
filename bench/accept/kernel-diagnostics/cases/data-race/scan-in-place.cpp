//- /faulty.cpp
#include <sycl/sycl.hpp>


void scan(sycl::queue &q, int *data) {
  constexpr int L = 64;
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> s(2 * L, h);
    h.parallel_for(sycl::nd_range<1>(16 * L, L), [=](sycl::nd_item<1> it) {
      const int l = it.get_local_id(0);
      s[l] = data[it.get_global_id(0)];
      sycl::group_barrier(it.get_group());
      for (int d = 1; d < L; d *= 2) {
        int v = s[l];
        if (l >= d) v += s[l - d];
//                       ^^^^^^^^ proved data-race
        // READ
        s[l] = v;
//      ^^^^^^^^ related
        sycl::group_barrier(it.get_group());
      }
      data[it.get_global_id(0)] = s[l];
    });
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void scan(sycl::queue &q, int *data) {
  constexpr int L = 64;
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> s(2 * L, h);
    h.parallel_for(sycl::nd_range<1>(16 * L, L), [=](sycl::nd_item<1> it) {
      const int l = it.get_local_id(0);
      s[l] = data[it.get_global_id(0)];
      sycl::group_barrier(it.get_group());
      for (int d = 1; d < L; d *= 2) {
        int v = s[l];
        if (l >= d) v += s[l - d];
        sycl::group_barrier(it.get_group());
        s[l] = v;
        sycl::group_barrier(it.get_group());
      }
      data[it.get_global_id(0)] = s[l];
    });
  });
}
