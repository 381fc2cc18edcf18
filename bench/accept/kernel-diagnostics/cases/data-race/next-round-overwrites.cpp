//- /faulty.cpp
#include <sycl/sycl.hpp>


void relax(sycl::queue &q, float *field, int rounds) {
  constexpr int L = 32;
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> row(L, h);
    h.parallel_for(sycl::nd_range<1>(8 * L, L), [=](sycl::nd_item<1> it) {
      const int l = it.get_local_id(0);
      float mine = field[it.get_global_id(0)];
      for (int r = 0; r < 10; ++r) {
        row[l] = mine;
//      ^^^^^^^^^^^^^ related
        sycl::group_barrier(it.get_group());
        mine = 0.5f * (row[l] + row[(l + 1) % L]);
//                              ^^^^^^^^^^^^^^^^ proved data-race
        // next round
      }
      field[it.get_global_id(0)] = mine;
    });
  });
}
//- /fixed.cpp
#include <sycl/sycl.hpp>


void relax(sycl::queue &q, float *field, int rounds) {
  constexpr int L = 32;
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> row(L, h);
    h.parallel_for(sycl::nd_range<1>(8 * L, L), [=](sycl::nd_item<1> it) {
      const int l = it.get_local_id(0);
      float mine = field[it.get_global_id(0)];
      for (int r = 0; r < 10; ++r) {
        row[l] = mine;
        sycl::group_barrier(it.get_group());
        mine = 0.5f * (row[l] + row[(l + 1) % L]);
        sycl::group_barrier(it.get_group());
      }
      field[it.get_global_id(0)] = mine;
    });
  });
}
