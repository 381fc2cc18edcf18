//- /faulty.cpp
#include <sycl/sycl.hpp>


void sort(sycl::queue &q, int *a) {
  constexpr int N = 64;
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> s(N, h);
    h.parallel_for(sycl::nd_range<1>(N / 2, N / 2), [=](sycl::nd_item<1> it) {
      const int l = it.get_local_id(0);
      s[2 * l] = a[2 * l];
//    ^^^^^^^^^^^^^^^^^^^ related
//    ^^^^^^^^^^^^^^^^^^^ related
      s[2 * l + 1] = a[2 * l + 1];
      // wait
      if (l < N / 2 - 1) {
        const int lo = s[2 * l + 1], hi = s[2 * l + 2];
//                                   ^^^^^^^^^^^^^^^^^ proved data-race
        s[2 * l + 1] = lo < hi ? lo : hi;
        s[2 * l + 2] = lo < hi ? hi : lo;
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved data-race
      }
      sycl::group_barrier(it.get_group());
      a[2 * l] = s[2 * l];
      a[2 * l + 1] = s[2 * l + 1];
    });
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void sort(sycl::queue &q, int *a) {
  constexpr int N = 64;
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> s(N, h);
    h.parallel_for(sycl::nd_range<1>(N / 2, N / 2), [=](sycl::nd_item<1> it) {
      const int l = it.get_local_id(0);
      s[2 * l] = a[2 * l];
      s[2 * l + 1] = a[2 * l + 1];
      sycl::group_barrier(it.get_group());
      if (l < N / 2 - 1) {
        const int lo = s[2 * l + 1], hi = s[2 * l + 2];
        s[2 * l + 1] = lo < hi ? lo : hi;
        s[2 * l + 2] = lo < hi ? hi : lo;
      }
      sycl::group_barrier(it.get_group());
      a[2 * l] = s[2 * l];
      a[2 * l + 1] = s[2 * l + 1];
    });
  });
}
