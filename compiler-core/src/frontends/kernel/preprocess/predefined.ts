/**
 * What is defined before the first line: a device-neutral SYCL 2020 compile of C++17 on a 64-bit Linux (SYCL 2020
 * rev. 9, 5.6 and 4.3; [cpp.predefined]), and the constants that the headers we do not read define as macros.
 */

const COMPILER = `
__cplusplus 201703L
__STDC_HOSTED__ 1
__STDC__ 1
__STDCPP_DEFAULT_NEW_ALIGNMENT__ 16UL
__STDCPP_THREADS__ 1
__LP64__ 1
_LP64 1
__x86_64__ 1
__x86_64 1
__amd64__ 1
__linux__ 1
__linux 1
__unix__ 1
__unix 1
__gnu_linux__ 1
__ELF__ 1
__GNUC__ 4
__GNUC_MINOR__ 2
__GNUC_PATCHLEVEL__ 1
__GNUG__ 4
__GXX_EXPERIMENTAL_CXX0X__ 1
__EXCEPTIONS 1
__GXX_RTTI 1
__CHAR_BIT__ 8
__SIZEOF_INT__ 4
__SIZEOF_LONG__ 8
__SIZEOF_LONG_LONG__ 8
__SIZEOF_SHORT__ 2
__SIZEOF_POINTER__ 8
__SIZEOF_FLOAT__ 4
__SIZEOF_DOUBLE__ 8
__SIZEOF_SIZE_T__ 8
__SIZE_TYPE__ unsigned long
__INT_MAX__ 2147483647
__LONG_MAX__ 9223372036854775807L
__LONG_LONG_MAX__ 9223372036854775807LL
__FLT_EPSILON__ 1.19209290e-7F
__DBL_EPSILON__ 2.2204460492503131e-16
__ORDER_LITTLE_ENDIAN__ 1234
__ORDER_BIG_ENDIAN__ 4321
__BYTE_ORDER__ __ORDER_LITTLE_ENDIAN__
__cpp_lambdas 200907L
__cpp_generic_lambdas 201304L
__cpp_constexpr 201603L
__cpp_if_constexpr 201606L
__cpp_structured_bindings 201606L
__cpp_fold_expressions 201603L
__cpp_deduction_guides 201703L
__cpp_variadic_templates 200704L
__cpp_rvalue_references 200610L
__cpp_static_assert 201411L
__cpp_decltype 200707L
__cpp_range_based_for 201603L
__cpp_exceptions 199711L
__cpp_rtti 199711L
__cpp_inline_variables 201606L
__cpp_unicode_characters 200704L
__cpp_raw_strings 200710L
__cpp_user_defined_literals 200809L
__cpp_binary_literals 201304L
__cpp_hex_float 201603L
__cpp_attributes 200809L
SYCL_LANGUAGE_VERSION 202012
SYCL_EXTERNAL
CL_SYCL_LANGUAGE_VERSION 202012
`;

const LIBRARY = `
CHAR_BIT 8
SCHAR_MIN (-128)
SCHAR_MAX 127
UCHAR_MAX 255
CHAR_MIN (-128)
CHAR_MAX 127
SHRT_MIN (-32768)
SHRT_MAX 32767
USHRT_MAX 65535
INT_MIN (-2147483647 - 1)
INT_MAX 2147483647
UINT_MAX 4294967295U
LONG_MIN (-9223372036854775807L - 1L)
LONG_MAX 9223372036854775807L
ULONG_MAX 18446744073709551615UL
LLONG_MIN (-9223372036854775807LL - 1LL)
LLONG_MAX 9223372036854775807LL
ULLONG_MAX 18446744073709551615ULL
INT8_MIN (-128)
INT8_MAX 127
UINT8_MAX 255
INT16_MIN (-32768)
INT16_MAX 32767
UINT16_MAX 65535
INT32_MIN (-2147483647 - 1)
INT32_MAX 2147483647
UINT32_MAX 4294967295U
INT64_MIN (-9223372036854775807L - 1)
INT64_MAX 9223372036854775807L
UINT64_MAX 18446744073709551615UL
SIZE_MAX 18446744073709551615UL
PTRDIFF_MAX 9223372036854775807L
INT8_C(x) x
INT16_C(x) x
INT32_C(x) x
INT64_C(x) x ## L
UINT8_C(x) x
UINT16_C(x) x
UINT32_C(x) x ## U
UINT64_C(x) x ## UL
FLT_RADIX 2
FLT_MANT_DIG 24
FLT_DIG 6
FLT_MIN_EXP (-125)
FLT_MAX_EXP 128
FLT_EPSILON 1.19209290e-7F
FLT_MIN 1.17549435e-38F
FLT_MAX 3.40282347e+38F
FLT_TRUE_MIN 1.40129846e-45F
DBL_MANT_DIG 53
DBL_DIG 15
DBL_MIN_EXP (-1021)
DBL_MAX_EXP 1024
DBL_EPSILON 2.2204460492503131e-16
DBL_MIN 2.2250738585072014e-308
DBL_MAX 1.7976931348623157e+308
M_E 2.7182818284590452354
M_LOG2E 1.4426950408889634074
M_LOG10E 0.43429448190325182765
M_LN2 0.69314718055994530942
M_LN10 2.30258509299404568402
M_PI 3.14159265358979323846
M_PI_2 1.57079632679489661923
M_PI_4 0.78539816339744830962
M_1_PI 0.31830988618379067154
M_2_PI 0.63661977236758134308
M_2_SQRTPI 1.12837916709551257390
M_SQRT2 1.41421356237309504880
M_SQRT1_2 0.70710678118654752440
RAND_MAX 2147483647
EXIT_SUCCESS 0
EXIT_FAILURE 1
BUFSIZ 8192
EOF (-1)
SEEK_SET 0
SEEK_CUR 1
SEEK_END 2
CLOCKS_PER_SEC 1000000L
`;

const FORMATS = ['d', 'i', 'o', 'u', 'x', 'X'].flatMap((letter) =>
  (
    [
      ['8', 'hh'],
      ['16', 'h'],
      ['32', ''],
      ['64', 'l'],
      ['MAX', 'l'],
      ['PTR', 'l'],
    ] as const
  ).map(([width, length]) => [letter, width, length] as const),
);
const FORMAT_MACROS = FORMATS.flatMap(([letter, width, length]) => {
  const print = `PRI${letter}${width} "${width === '8' || width === '16' ? '' : length}${letter}"`;
  return letter === 'X' ? [print] : [print, `SCN${letter}${width} "${length}${letter}"`];
});

/** One definition a line, as `#define` has it. */
export const PREDEFINED: readonly string[] = [...COMPILER.split('\n'), ...LIBRARY.split('\n'), ...FORMAT_MACROS].filter(
  (line) => line !== '',
);

/** Macros whose value depends on the place of their use. */
export const PLACE_MACROS: readonly string[] = [
  '__LINE__',
  '__FILE__',
  '__FILE_NAME__',
  '__BASE_FILE__',
  '__COUNTER__',
  '__INCLUDE_LEVEL__',
  '__DATE__',
  '__TIME__',
  '__TIMESTAMP__',
];

/** Questions to the compiler that `#if` may ask; `__has_include` is answered from the files. */
export const QUESTIONS: ReadonlySet<string> = new Set([
  '__has_attribute',
  '__has_builtin',
  '__has_constexpr_builtin',
  '__has_cpp_attribute',
  '__has_c_attribute',
  '__has_declspec_attribute',
  '__has_extension',
  '__has_feature',
  '__has_warning',
  '__is_identifier',
]);

/** Attributes of C++17 and 20 with their years ([cpp.cond], table 21). */
export const ATTRIBUTES: Readonly<Record<string, bigint>> = {
  carries_dependency: 200809n,
  deprecated: 201309n,
  fallthrough: 201603n,
  likely: 201803n,
  maybe_unused: 201603n,
  no_unique_address: 201803n,
  nodiscard: 201907n,
  noreturn: 200809n,
  unlikely: 201803n,
};
