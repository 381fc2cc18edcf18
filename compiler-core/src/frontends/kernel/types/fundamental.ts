/** Fundamental types ([basic.fundamental]) of LP64, promotions and usual arithmetic conversions ([conv], [expr.arith.conv]). */

import { bitsOf, type DType, isInt } from '../../../ir/types.ts';
import type { EnumType, ScalarType } from './types.ts';

const scalar = (name: string, dtype: DType): ScalarType => ({ kind: 'scalar', name, dtype });

export const BOOL = scalar('bool', 'bool');
export const CHAR = scalar('char', 'int8');
export const SCHAR = scalar('signed char', 'int8');
export const UCHAR = scalar('unsigned char', 'uint8');
export const SHORT = scalar('short', 'int16');
export const USHORT = scalar('unsigned short', 'uint16');
export const INT = scalar('int', 'int32');
export const UINT = scalar('unsigned int', 'uint32');
export const LONG = scalar('long', 'int64');
export const ULONG = scalar('unsigned long', 'uint64');
export const LONGLONG = scalar('long long', 'int64');
export const ULONGLONG = scalar('unsigned long long', 'uint64');
export const FLOAT = scalar('float', 'float32');
export const DOUBLE = scalar('double', 'float64');
export const HALF = scalar('half', 'float16');
export const BFLOAT16 = scalar('bfloat16', 'bfloat16');
export const WCHAR = scalar('wchar_t', 'int32');
export const CHAR8 = scalar('char8_t', 'uint8');
export const CHAR16 = scalar('char16_t', 'uint16');
export const CHAR32 = scalar('char32_t', 'uint32');

/** Names of the C library, of `std` and of SYCL for fundamental types. */
export const SCALAR_NAMES: ReadonlyMap<string, ScalarType> = new Map<string, ScalarType>([
  ['size_t', ULONG],
  ['ssize_t', LONG],
  ['ptrdiff_t', LONG],
  ['intptr_t', LONG],
  ['uintptr_t', ULONG],
  ['off_t', LONG],
  ['time_t', LONG],
  ['clock_t', LONG],
  ['streamsize', LONG],
  ['intmax_t', LONG],
  ['uintmax_t', ULONG],
  ...(['', '_fast', '_least'] as const).flatMap((form): [string, ScalarType][] => [
    [`int${form}8_t`, SCHAR],
    [`uint${form}8_t`, UCHAR],
    [`int${form}16_t`, form === '_fast' ? LONG : SHORT],
    [`uint${form}16_t`, form === '_fast' ? ULONG : USHORT],
    [`int${form}32_t`, form === '_fast' ? LONG : INT],
    [`uint${form}32_t`, form === '_fast' ? ULONG : UINT],
    [`int${form}64_t`, LONG],
    [`uint${form}64_t`, ULONG],
  ]),
  ['uchar', UCHAR],
  ['schar', SCHAR],
  ['ushort', USHORT],
  ['uint', UINT],
  ['ulong', ULONG],
  ['longlong', LONGLONG],
  ['ulonglong', ULONGLONG],
  ['u_char', UCHAR],
  ['u_int', UINT],
  ['byte', UCHAR],
  ['half', HALF],
  ['_Float16', HALF],
  ['__half', HALF],
  ['bfloat16', BFLOAT16],
  ['float_t', FLOAT],
  ['double_t', DOUBLE],
  ['wint_t', UINT],
  ['sig_atomic_t', INT],
  // OpenCL's names in SYCL 1.2.1.
  ['cl_char', SCHAR],
  ['cl_uchar', UCHAR],
  ['cl_short', SHORT],
  ['cl_ushort', USHORT],
  ['cl_int', INT],
  ['cl_uint', UINT],
  ['cl_long', LONG],
  ['cl_ulong', ULONG],
  ['cl_float', FLOAT],
  ['cl_double', DOUBLE],
  ['cl_half', HALF],
  ['cl_bool', BOOL],
]);

/** A type of builtin words in any order (`long unsigned int`); null for `void` and for words that are none of C++. */
export const scalarOf = (words: readonly string[]): ScalarType | null => {
  const count = (word: string): number => words.filter((w) => w === word).length;
  const unsigned = count('unsigned') > 0;
  const simple: Readonly<Record<string, ScalarType>> = {
    bool: BOOL,
    float: FLOAT,
    wchar_t: WCHAR,
    char8_t: CHAR8,
    char16_t: CHAR16,
    char32_t: CHAR32,
    _Bool: BOOL,
    __fp16: HALF,
    _Float16: HALF,
    __bf16: BFLOAT16,
  };
  for (const word of words) if (simple[word]) return simple[word];
  // `long double` is one of 80 or 128 bits on the host; no device has it.
  if (count('double') > 0) return count('long') > 0 ? null : DOUBLE;
  if (count('char') > 0) return unsigned ? UCHAR : count('signed') > 0 ? SCHAR : CHAR;
  if (count('short') > 0) return unsigned ? USHORT : SHORT;
  if (count('long') > 1) return unsigned ? ULONGLONG : LONGLONG;
  if (count('long') === 1) return unsigned ? ULONG : LONG;
  if (count('__int64') > 0) return unsigned ? ULONGLONG : LONGLONG;
  return unsigned || count('signed') > 0 || count('int') > 0 ? (unsigned ? UINT : INT) : null;
};

export const isFloating = (type: ScalarType): boolean =>
  type.dtype.startsWith('float') || type.dtype === BFLOAT16.dtype;
export const isUnsigned = (type: ScalarType): boolean => type.dtype.startsWith('uint') || type.dtype === 'bool';
export const isIntegral = (type: ScalarType): boolean => isInt(type.dtype) || type.dtype === 'bool';
export const bitsOfScalar = (type: ScalarType): number => bitsOf(type.dtype) ?? (type.dtype === 'bool' ? 8 : 16);

/** Integral promotion ([conv.prom]); other types stay. */
export const promote = (type: ScalarType | EnumType): ScalarType => {
  if (type.kind === 'enum') return promote(type.underlying);
  return isIntegral(type) && bitsOfScalar(type) < 32 ? INT : type;
};

const RANK: readonly string[] = ['int', 'long', 'long long'];
const rankOf = (type: ScalarType): number => RANK.indexOf(type.name.replace('unsigned ', ''));

/** Usual arithmetic conversions ([expr.arith.conv]); `half` and `bfloat16` rank below `float`. */
export const common = (a: ScalarType | EnumType, b: ScalarType | EnumType): ScalarType => {
  const left = promote(a);
  const right = promote(b);
  if (left.name === right.name) return left;
  for (const type of [DOUBLE, FLOAT, HALF, BFLOAT16]) {
    if (left.name === type.name || right.name === type.name) return type;
  }
  const [low, high] = rankOf(left) < rankOf(right) ? [left, right] : [right, left];
  if (isUnsigned(low) === isUnsigned(high)) return high;
  if (isUnsigned(high)) return high;
  if (rankOf(low) === rankOf(high)) return low;
  // The higher one is signed: it wins if it holds all values of the other.
  if (bitsOfScalar(high) > bitsOfScalar(low)) return high;
  return high.name === 'long long' ? ULONGLONG : ULONG;
};
