// Buffers, accessors, unified shared memory, local and private memory.
#include "kernel.hpp"
KERNEL(b_read_write) {
  sycl::buffer<int, 1> b(n, sycl::range<1>(64));
  q.submit([&](sycl::handler &h) {
    auto n_a = b.get_access<sycl::access::mode::read_write>(h);
    h.parallel_for<class b_read_write>(sycl::range<1>(64), [=](sycl::id<1> i) { n_a[i] = n_a[i] * 2 + 1; });
  });
}
KERNEL(b_read) {
  sycl::buffer<float> b(f, sycl::range<1>(64)), c(g, sycl::range<1>(64));
  q.submit([&](sycl::handler &h) {
    auto f_a = b.get_access<sycl::access::mode::read>(h);
    auto g_a = c.get_access<sycl::access::mode::write>(h);
    h.parallel_for<class b_read>(sycl::range<1>(64), [=](sycl::id<1> i) { g_a[i] = f_a[i] + f_a[(i + 1) % 64]; });
  });
}
KERNEL(b_discard) {
  sycl::buffer<int, 1> b(n, sycl::range<1>(64)), c(m, sycl::range<1>(64));
  q.submit([&](sycl::handler &h) {
    auto n_a = b.get_access<sycl::access::mode::discard_write>(h);
    auto m_a = c.get_access<sycl::access::mode::discard_read_write>(h);
    h.parallel_for<class b_discard>(sycl::range<1>(64), [=](sycl::item<1> i) { m_a[i] = (int)i.get_linear_id(); n_a[i] = m_a[i] * 3; });
  });
}
KERNEL(b_deduced) {
  sycl::buffer b{n, sycl::range{64}};
  sycl::buffer c{m, sycl::range{64}};
  q.submit([&](sycl::handler &h) {
    sycl::accessor n_a{b, h, sycl::read_only};
    sycl::accessor m_a{c, h, sycl::write_only, sycl::no_init};
    h.parallel_for<class b_deduced>(sycl::range{64}, [=](sycl::id<1> i) { m_a[i] = n_a[i] - 7; });
  });
}
KERNEL(b_deduced_plain) {
  sycl::buffer b(n, sycl::range(64));
  q.submit([&](sycl::handler &h) {
    sycl::accessor n_a(b, h);
    h.parallel_for<class b_deduced_plain>(b.get_range(), [=](auto i) { n_a[i] += (int)i[0]; });
  });
}
KERNEL(b_read_write_tag) {
  sycl::buffer b(f, sycl::range<1>(64));
  q.submit([&](sycl::handler &h) {
    sycl::accessor f_a(b, h, sycl::read_write);
    h.parallel_for<class b_read_write_tag>(sycl::range<1>(64), [=](sycl::id<1> i) { f_a[i] *= f_a[i]; });
  });
}
KERNEL(b_full_type) {
  sycl::buffer<int, 1> b(n, 64);
  q.submit([&](sycl::handler &h) {
    sycl::accessor<int, 1, sycl::access_mode::read_write, sycl::target::device> n_a(b, h);
    h.parallel_for<class b_full_type>(sycl::range<1>(64), [=](sycl::id<1> i) { int &x = n_a[i]; x = -x; });
  });
}
KERNEL(b_ranged) {
  sycl::buffer<int, 1> b(n, sycl::range<1>(64));
  q.submit([&](sycl::handler &h) {
    sycl::accessor n_a(b, h, sycl::range<1>(16), sycl::id<1>(24), sycl::read_write);
    h.parallel_for<class b_ranged>(sycl::range<1>(16), [=](sycl::id<1> i) { n_a[i] = n_a[i] * 5 + (int)n_a.size(); });
  });
}
KERNEL(b_ranged_old) {
  sycl::buffer<int, 1> b(n, sycl::range<1>(64));
  q.submit([&](sycl::handler &h) {
    auto n_a = b.get_access<sycl::access::mode::read_write>(h, sycl::range<1>(32), sycl::id<1>(8));
    h.parallel_for<class b_ranged_old>(sycl::range<1>(32), [=](sycl::id<1> i) { n_a[i] += 1000 + (int)n_a.get_offset()[0]; });
  });
}
KERNEL(b_host) {
  sycl::buffer<int, 1> b(sycl::range<1>(64));
  q.submit([&](sycl::handler &h) {
    sycl::accessor n_a(b, h, sycl::write_only, sycl::no_init);
    h.parallel_for<class b_host>(sycl::range<1>(64), [=](sycl::id<1> i) { n_a[i] = (int)i * (int)i; });
  });
  sycl::host_accessor back(b, sycl::read_only);
  for (int k = 0; k < 64; k++) n[k] = back[k];
}
KERNEL(b_placeholder) {
  sycl::buffer<int, 1> b(n, sycl::range<1>(64));
  sycl::accessor<int, 1, sycl::access_mode::read_write, sycl::target::device> n_a(b);
  q.submit([&](sycl::handler &h) {
    h.require(n_a);
    h.parallel_for<class b_placeholder>(sycl::range<1>(64), [=](sycl::id<1> i) { n_a[i] = n_a[i] % 10; });
  });
}
KERNEL(b_two_dimensions) {
  sycl::buffer<int, 2> b(n, sycl::range<2>(8, 8)), c(m, sycl::range<2>(8, 8));
  q.submit([&](sycl::handler &h) {
    sycl::accessor n_a(b, h, sycl::read_only);
    sycl::accessor m_a(c, h, sycl::write_only);
    h.parallel_for<class b_two_dimensions>(sycl::range<2>(8, 8), [=](sycl::id<2> p) { m_a[p[1]][p[0]] = n_a[p] * 2 + (int)n_a.get_range()[0]; });
  });
}
KERNEL(b_three_dimensions) {
  sycl::buffer<float, 3> b(f, sycl::range<3>(2, 4, 8));
  q.submit([&](sycl::handler &h) {
    sycl::accessor f_a(b, h);
    h.parallel_for<class b_three_dimensions>(sycl::range<3>(2, 4, 8), [=](sycl::item<3> p) { f_a[p[0]][p[1]][p[2]] = f_a[p.get_id()] * 3.0f + (float)p[2]; });
  });
}
KERNEL(b_pointer) {
  sycl::buffer<int, 1> b(n, sycl::range<1>(64));
  q.submit([&](sycl::handler &h) {
    sycl::accessor n_a(b, h);
    h.parallel_for<class b_pointer>(sycl::range<1>(64), [=](sycl::id<1> i) {
      int *p = n_a.get_multi_ptr<sycl::access::decorated::no>().get();
      p[i] = p[i] + (int)n_a.size();
    });
  });
}
KERNEL(b_get_pointer) {
  sycl::buffer<int, 1> b(n, sycl::range<1>(64));
  q.submit([&](sycl::handler &h) {
    sycl::accessor n_a(b, h);
    h.parallel_for<class b_get_pointer>(sycl::range<1>(64), [=](sycl::id<1> i) { auto p = n_a.get_pointer(); p[i] = p[i] * 4; });
  });
}
struct Point { int x, y; };
KERNEL(b_structs) {
  sycl::buffer<Point, 1> b(reinterpret_cast<Point *>(n), sycl::range<1>(32));
  q.submit([&](sycl::handler &h) {
    sycl::accessor n_a(b, h);
    h.parallel_for<class b_structs>(sycl::range<1>(32), [=](sycl::id<1> i) { Point p = n_a[i]; n_a[i].x = p.y; n_a[i].y = p.x + 1; });
  });
}
KERNEL(b_vectors) {
  sycl::buffer<sycl::float4, 1> b(reinterpret_cast<sycl::float4 *>(f), sycl::range<1>(16));
  q.submit([&](sycl::handler &h) {
    sycl::accessor f_a(b, h);
    h.parallel_for<class b_vectors>(sycl::range<1>(16), [=](sycl::id<1> i) { f_a[i] = f_a[i] * 2.0f + sycl::float4(1, 2, 3, 4); f_a[i].w() = 9; });
  });
}
KERNEL(b_iterators) {
  sycl::buffer<int, 1> b(n, sycl::range<1>(64)), c(m, sycl::range<1>(64));
  q.submit([&](sycl::handler &h) {
    sycl::accessor n_a(b, h, sycl::read_only);
    sycl::accessor m_a(c, h);
    h.parallel_for<class b_iterators>(sycl::range<1>(64), [=](sycl::id<1> i) { int s = 0; for (int x : n_a) s += x; m_a[i] = s + m_a[i]; });
  });
}
KERNEL(l_accessor) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<float, 1> t(16, h);
    h.parallel_for<class l_accessor>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) {
      int l = it.get_local_id(0);
      size_t i = it.get_global_id(0);
      t[l] = f[i];
      it.barrier(sycl::access::fence_space::local_space);
      f[i] = t[15 - l] + t[(l + 1) % 16];
    });
  }).wait();
}
KERNEL(l_accessor2) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 2> t(sycl::range<2>(4, 5), h);
    h.parallel_for<class l_accessor2>(sycl::nd_range<2>({8, 8}, {4, 4}), [=](sycl::nd_item<2> it) {
      int y = it.get_local_id(0), x = it.get_local_id(1);
      size_t i = it.get_global_linear_id();
      t[y][x] = n[i];
      it.barrier();
      n[i] = t[x][y] + t[sycl::id<2>(y, 0)];
    });
  }).wait();
}
KERNEL(l_accessor_old) {
  q.submit([&](sycl::handler &h) {
    sycl::accessor<int, 1, sycl::access::mode::read_write, sycl::access::target::local> t(sycl::range<1>(32), h);
    h.parallel_for<class l_accessor_old>(sycl::nd_range<1>(64, 32), [=](sycl::nd_item<1> it) {
      int l = it.get_local_id(0);
      t[l] = n[it.get_global_id(0)];
      it.barrier(sycl::access::fence_space::global_and_local);
      n[it.get_global_id(0)] = t[l ^ 1];
    });
  }).wait();
}
KERNEL(l_pointer) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<int, 1> t(sycl::range<1>(48), h);
    h.parallel_for<class l_pointer>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) {
      int l = it.get_local_id(0);
      int *first = &t[0], *second = first + 16;
      first[l] = n[it.get_global_id(0)];
      second[l] = l;
      sycl::group_barrier(it.get_group());
      n[it.get_global_id(0)] = first[second[15 - l]] + (int)t.size();
    });
  }).wait();
}
KERNEL(l_struct) {
  q.submit([&](sycl::handler &h) {
    sycl::local_accessor<Point, 1> t(16, h);
    sycl::local_accessor<int, 0> count(h);
    h.parallel_for<class l_struct>(sycl::nd_range<1>(64, 16), [=](sycl::nd_item<1> it) {
      int l = it.get_local_id(0);
      if (l == 0) count = 5;
      t[l] = {n[it.get_global_id(0)], l};
      sycl::group_barrier(it.get_group());
      n[it.get_global_id(0)] = t[(l + 3) % 16].x * 100 + t[l].y + count;
    });
  }).wait();
}
KERNEL(u_kinds) {
  int *a_m = sycl::malloc_device<int>(64, q), *s = sycl::malloc_shared<int>(64, q), *h = sycl::malloc_host<int>(64, q);
  q.memcpy(a_m, n, 64 * sizeof(int)).wait();
  q.parallel_for<class u_kinds>(sycl::range<1>(64), [=](sycl::id<1> i) { n[i] = m[i] * 2; }).wait();
  sycl::free(a_m, q);
  sycl::free(s, q);
  sycl::free(h, q);
}
KERNEL(u_pointers) {
  q.parallel_for<class u_pointers>(sycl::range<1>(32), [=](sycl::id<1> i) {
    int *low = n, *high = n + 32;
    int a = low[i], b = *(high + i);
    low[i] = b;
    high[i] = a;
  }).wait();
}
KERNEL(u_const) {
  const int *n_c = n;
  const int factor = 3;
  float scale = 0.5f;
  q.parallel_for<class u_const>(sycl::range<1>(64), [=](sycl::id<1> i) { m[i] = n_c[i] * factor; f[i] *= scale; }).wait();
}
KERNEL(u_offset) {
  int *n_o = n + 16;
  q.parallel_for<class u_offset>(sycl::range<1>(16), [=](sycl::id<1> i) { n_o[i] = n_o[i] + 1000; }).wait();
}
EACH(r_private, int a[16]; for (int k = 0; k < 16; k++) a[(k * 5) % 16] = n[k] + k; int s = 0; for (int k = 0; k < 16; k++) s = s * 3 % 1001 + a[k]; w[i] = s;)
EACH(r_private_struct, Point a[4]; for (int k = 0; k < 4; k++) a[k] = {k, m[i] * k}; int s = 0; for (auto &p : a) s += p.x * p.y; m[i] = s;)
