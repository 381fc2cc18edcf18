/**
 * What an OpenCL C file may use without an include, as text that is read before it: words of the language as attributes,
 * vector types, constants. @source OpenCL C 3.0, 6.3 (types), 6.7 (address spaces), 6.9 (attributes), 6.15.2 (constants).
 */

const SCALARS = [
  'char',
  'uchar',
  'short',
  'ushort',
  'int',
  'uint',
  'long',
  'ulong',
  'float',
  'double',
  'half',
] as const;
const SIZES = [2, 3, 4, 8, 16] as const;

/** Words that stand where attributes may stand, in both of their spellings. */
const WORDS: Readonly<Record<string, string>> = {
  kernel: 'opencl_kernel',
  global: 'opencl_global',
  local: 'opencl_local',
  constant: 'opencl_constant',
  private: 'opencl_private',
  generic: 'opencl_generic',
  read_only: 'opencl_read_only',
  write_only: 'opencl_write_only',
  read_write: 'opencl_read_write',
};
const CONSTANTS: Readonly<Record<string, string>> = {
  ...{ CLK_LOCAL_MEM_FENCE: '1', CLK_GLOBAL_MEM_FENCE: '2', CLK_IMAGE_MEM_FENCE: '4' },
  ...{ __OPENCL_VERSION__: '120', __OPENCL_C_VERSION__: '120', CL_VERSION_1_2: '120', __ENDIAN_LITTLE__: '1' },
  ...{ MAXFLOAT: '3.402823466e+38f', HUGE_VALF: '(1.0f / 0.0f)', INFINITY: '(1.0f / 0.0f)', NAN: '(0.0f / 0.0f)' },
  ...{ M_E_F: '2.71828182845904523536028747135266250f', M_PI_F: '3.14159265358979323846264338327950288f' },
  ...{ M_PI_2_F: '1.57079632679489661923132169163975144f', M_PI_4_F: '0.785398163397448309615660845819875721f' },
  ...{ M_1_PI_F: '0.318309886183790671537767526745028724f', M_SQRT2_F: '1.41421356237309504880168872420969808f' },
  ...{ UINT_MAX: '0xffffffffu', LONG_MAX: '0x7fffffffffffffffL', ULONG_MAX: '0xffffffffffffffffUL' },
  ...{ LONG_MIN: '(-0x7fffffffffffffffL - 1)', CHAR_MAX: '127', CHAR_MIN: '(-128)' },
};

/**
 * Copies between memories that a group makes together. Who copies which element is not said, so it is another item than
 * the one that is likely to have written it: what is not ordered before the copy shows as a race.
 */
const GROUP_COPIES = `
typedef int event_t;
// Each item counts the copies that it has begun, and has a bit for each that it has not waited for.
inline event_t __begin_event(event_t event) {
  if (event != 0) return event;
  __events_begun() += 1;
  int id = (__events_begun() - 1) % 30 + 1;
  __events_open() |= 1 << id;
  return id;
}
template <typename D, typename S> event_t async_work_group_copy(D dst, S src, size_t n, event_t event) {
  __group_converges(dst, src, n);
  size_t items = get_local_size(0) * get_local_size(1) * get_local_size(2);
  for (size_t i = (get_local_linear_id() + 1) % items; i < n; i += items) dst[i] = src[i];
  return __begin_event(event);
}
template <typename D, typename S>
event_t async_work_group_strided_copy(D dst, S src, size_t n, size_t stride, event_t event) {
  __group_converges(dst, src, n);
  size_t items = get_local_size(0) * get_local_size(1) * get_local_size(2);
  for (size_t i = (get_local_linear_id() + 1) % items; i < n; i += items) dst[i] = src[i * stride];
  return __begin_event(event);
}
inline void __wait_event(event_t event) {
  __is_event(event > 0);
  __events_open() &= ~(1 << event);
}
inline void wait_group_events(int n, event_t *events) {
  __wait_event(*events);
  if (n > 1) {
    for (int i = 1; i < n; i++) __wait_event(events[i]);
  }
  __group_converges(n, *events);
  barrier(3);
}
`;

export const PRELUDE_PATH = '<opencl>';

export const PRELUDE = [
  ...Object.entries(WORDS).flatMap(([word, name]) =>
    // What is constant is never written, so it has the values of its initialiser.
    [`__${word}`, word].map(
      (spelling) => `#define ${spelling} ${word === 'constant' ? 'const ' : ''}__attribute__((${name}))`,
    ),
  ),
  '#define restrict __restrict',
  ...Object.entries(CONSTANTS).map(([name, value]) => `#define ${name} ${value}`),
  'typedef unsigned char uchar; typedef unsigned short ushort; typedef unsigned int uint; typedef unsigned long ulong;',
  ...SCALARS.flatMap((type) => {
    // OpenCL's char is signed, as the one of 8 bits here is.
    const element = type === 'char' ? 'signed char' : type === 'half' ? 'sycl::half' : type;
    return SIZES.map((n) => `typedef sycl::vec<${element}, ${n}> ${type}${n};`);
  }),
  GROUP_COPIES,
].join('\n');
