// Writes what one launch of each instrumented place found in memory and left there, for the replay in the interpreter.
#pragma once
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <type_traits>
#include <unistd.h>
#include <vector>
#ifndef ATHANOR_SUB_GROUP
#define ATHANOR_SUB_GROUP 32
#endif
namespace record {
/// Launches are cut to so many work-items: an interpreter replays them.
constexpr size_t MAX_ITEMS = 512;
/// So much of an allocation is written down.
constexpr size_t MAX_REGION = 1 << 20;
/// A place is launched so often; later launches there do nothing.
constexpr int MAX_LAUNCHES = 4;

inline std::map<char *, size_t> &allocations() {
  static std::map<char *, size_t> all;
  return all;
}
inline void *allocate(size_t bytes) {
  char *p = static_cast<char *>(std::calloc(1, bytes + 256));
  allocations()[p] = bytes;
  return p;
}
/// What of its allocation follows a pointer; 0: it points to none.
inline size_t bytes_behind(const void *pointer) {
  char *p = static_cast<char *>(const_cast<void *>(pointer));
  auto at = allocations().upper_bound(p);
  if (at == allocations().begin()) return 0;
  --at;
  return p < at->first + at->second ? at->first + at->second - p : 0;
}
struct Argument {
  std::string name;
  char kind; // s: by value, p: pointer
  std::string element; // i4, u1, f8 of what it points to or is; ? of a class
  char *at;
  size_t bytes;
  std::vector<char> before;
};
struct Place {
  int id = -1, sub_group = ATHANOR_SUB_GROUP;
  std::vector<Argument> arguments;
};
/// The place whose launch comes next.
inline Place pending;
inline std::map<int, int> launched;
inline int places_wanted = 0;
inline std::set<int> recorded;

template <class E> std::string element_of() {
  using V = std::remove_cv_t<E>;
  if constexpr (std::is_enum_v<V>) return element_of<std::underlying_type_t<V>>();
  else if constexpr (std::is_arithmetic_v<V>) return (std::is_floating_point_v<V> ? "f" : std::is_signed_v<V> ? "i" : "u") + std::to_string(sizeof(V));
  else return "?";
}
inline void add(const char *name, char kind, const void *at, size_t bytes, std::string element = "?") {
  char *p = static_cast<char *>(const_cast<void *>(at));
  if (bytes > MAX_REGION) bytes = MAX_REGION;
  pending.arguments.push_back({name, kind, element, p, bytes, std::vector<char>(p, p + bytes)});
}
template <class T, class = void> struct is_accessor : std::false_type {};
template <class T> struct is_accessor<T, std::void_t<decltype(std::declval<T>().get_pointer()), decltype(std::declval<T>().of)>> : std::true_type {};
template <class T> void value(const char *name, const T &x) {
  using V = std::remove_cv_t<std::remove_reference_t<T>>;
  if constexpr (is_accessor<V>::value) add(name, 'p', x.get_pointer(), x.of.size() * sizeof(*x.get_pointer()), element_of<std::remove_pointer_t<decltype(x.get_pointer())>>());
  else
  if constexpr (std::is_array_v<V>) add(name, 's', x, sizeof(V));
  else if constexpr (std::is_pointer_v<V>) {
    if (size_t n = bytes_behind(reinterpret_cast<const void *>(x))) add(name, 'p', reinterpret_cast<const void *>(x), n, element_of<std::remove_pointer_t<V>>());
  } else add(name, 's', &x, sizeof(V), element_of<V>());
}
inline int begin(int id, int sub_group) {
  pending = Place{};
  if (!recorded.count(id)) {
    pending.id = id;
    pending.sub_group = sub_group;
  }
  return launched[id]++;
}
struct Sizes {
  int dimensions;
  bool grouped;
  /// As launched, and the groups (items, where there are none) that ran: the first ones.
  size_t global[3], local[3], ran[3];
};
inline void end(const Sizes &s, bool cut) {
  if (pending.id < 0 || recorded.count(pending.id)) return;
  const char *folder = std::getenv("ATHANOR_RECORD");
  if (!folder) return;
  std::string base = std::string(folder) + "/" + std::to_string(pending.id);
  FILE *bin = std::fopen((base + ".bin").c_str(), "wb");
  FILE *txt = std::fopen((base + ".tmp").c_str(), "w");
  std::fprintf(txt, "{\"subGroup\":%d,\"cut\":%s,\"global\":[", pending.sub_group, cut ? "true" : "false");
  for (int d = 0; d < s.dimensions; d++) std::fprintf(txt, "%s%zu", d ? "," : "", s.global[d]);
  std::fprintf(txt, "],\"local\":[");
  for (int d = 0; s.grouped && d < s.dimensions; d++) std::fprintf(txt, "%s%zu", d ? "," : "", s.local[d]);
  std::fprintf(txt, "],\"ran\":[");
  for (int d = 0; d < s.dimensions; d++) std::fprintf(txt, "%s%zu", d ? "," : "", s.ran[d]);
  std::fprintf(txt, "],\"arguments\":[");
  bool first = true;
  for (auto &a : pending.arguments) {
    std::fprintf(txt, "%s{\"name\":\"%s\",\"kind\":\"%c\",\"element\":\"%s\",\"address\":%zu,\"bytes\":%zu}", first ? "" : ",", a.name.c_str(), a.kind, a.element.c_str(),
                 reinterpret_cast<size_t>(a.at), a.bytes);
    first = false;
    std::fwrite(a.before.data(), 1, a.bytes, bin);
    // What is passed by value does not come back.
    std::fwrite(a.kind == 'p' ? a.at : a.before.data(), 1, a.bytes, bin);
  }
  std::fprintf(txt, "]}\n");
  std::fclose(bin);
  std::fclose(txt);
  std::rename((base + ".tmp").c_str(), (base + ".json").c_str());
  recorded.insert(pending.id);
  pending = Place{};
  if (int(recorded.size()) == places_wanted) _exit(0);
}
} // namespace record
