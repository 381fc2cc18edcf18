//- /faulty.cpp
#include <sycl/sycl.hpp>
#include <cstdint>

int main() {
  constexpr int n = 256;
  sycl::queue q;
  std::uint8_t *bytes = sycl::malloc_device<std::uint8_t>(n * 4 + 4, q);
  std::uint32_t *words = sycl::malloc_device<std::uint32_t>(n, q);
  q.fill(bytes, std::uint8_t(7), n * 4 + 4).wait();
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) {
    const std::uint32_t *w = reinterpret_cast<const std::uint32_t *>(bytes + 2);
//                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ proved misaligned-access
    words[i] = w[i];
  }).wait();
  sycl::free(bytes, q);
  sycl::free(words, q);
}
//- /fixed.cpp
#include <sycl/sycl.hpp>
#include <cstdint>

int main() {
  constexpr int n = 256;
  sycl::queue q;
  std::uint8_t *bytes = sycl::malloc_device<std::uint8_t>(n * 4 + 4, q);
  std::uint32_t *words = sycl::malloc_device<std::uint32_t>(n, q);
  q.fill(bytes, std::uint8_t(7), n * 4 + 4).wait();
  q.parallel_for(sycl::range<1>(n), [=](sycl::id<1> i) {
    const std::uint32_t *w = reinterpret_cast<const std::uint32_t *>(bytes + 4);
    words[i] = w[i];
  }).wait();
  sycl::free(bytes, q);
  sycl::free(words, q);
}
