// marray: as a vector, of any length, with comparisons that give bool.
#pragma once
#include "vectors.hpp"
namespace sycl {
template <class T, size_t N> struct marray {
  T a[N];
  using value_type = T;
  marray() = default;
  marray(T x) { for (T &e : a) e = x; }
  template <class... X, class = std::enable_if_t<sizeof...(X) == N && (N > 1)>> marray(X... x) : a{T(x)...} {}
  static constexpr size_t size() { return N; }
  T &operator[](size_t k) { return a[k]; }
  const T &operator[](size_t k) const { return a[k]; }
  T *begin() { return a; } T *end() { return a + N; } const T *begin() const { return a; } const T *end() const { return a + N; }
#define ARITHMETIC(op) \
  friend marray operator op(const marray &p, const marray &q) { marray r; for (size_t k = 0; k < N; k++) r.a[k] = T(p.a[k] op q.a[k]); return r; } \
  template <class X, class = std::enable_if_t<std::is_arithmetic_v<X>>> friend marray operator op(const marray &p, X q) { return p op marray(T(q)); } \
  template <class X, class = std::enable_if_t<std::is_arithmetic_v<X>>> friend marray operator op(X p, const marray &q) { return marray(T(p)) op q; } \
  marray &operator op##=(const marray &q) { return *this = *this op q; } \
  template <class X, class = std::enable_if_t<std::is_arithmetic_v<X>>> marray &operator op##=(X q) { return *this = *this op marray(T(q)); }
  ARITHMETIC(+) ARITHMETIC(-) ARITHMETIC(*) ARITHMETIC(/) ARITHMETIC(%) ARITHMETIC(&) ARITHMETIC(|) ARITHMETIC(^) ARITHMETIC(<<) ARITHMETIC(>>)
#undef ARITHMETIC
#define COMPARISON(op) friend marray<bool, N> operator op(const marray &p, const marray &q) { marray<bool, N> r; for (size_t k = 0; k < N; k++) r.a[k] = p.a[k] op q.a[k]; return r; }
  COMPARISON(<) COMPARISON(>) COMPARISON(<=) COMPARISON(>=) COMPARISON(==) COMPARISON(!=) COMPARISON(&&) COMPARISON(||)
#undef COMPARISON
  marray operator-() const { marray r; for (size_t k = 0; k < N; k++) r.a[k] = -a[k]; return r; }
  marray &operator++() { return *this += T(1); } marray operator++(int) { marray r = *this; *this += T(1); return r; }
};
#define NAMES(t, n) using m##n##2 = marray<t, 2>; using m##n##3 = marray<t, 3>; using m##n##4 = marray<t, 4>; using m##n##8 = marray<t, 8>;
NAMES(int, int) NAMES(unsigned, uint) NAMES(float, float) NAMES(double, double)
#undef NAMES
#define OF_EACH(f) template <class T, size_t N> marray<T, N> f(const marray<T, N> &p) { marray<T, N> r; for (size_t k = 0; k < N; k++) r.a[k] = f(p.a[k]); return r; }
OF_EACH(fabs) OF_EACH(sqrt) OF_EACH(floor) OF_EACH(sin) OF_EACH(exp)
#undef OF_EACH
template <class T, size_t N> marray<T, N> fmax(const marray<T, N> &p, const marray<T, N> &q) { marray<T, N> r; for (size_t k = 0; k < N; k++) r.a[k] = fmax(p.a[k], q.a[k]); return r; }
} // namespace sycl
