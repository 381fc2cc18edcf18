/** `vec`, `marray`, their aliases and swizzles, `half`, conversions of bits (SYCL 2020, 4.14). */

import { type ApiEntry, classOf, enumOf, type Row, table } from './entry.ts';

const at = (section: string, of = '') => ({ language: 'sycl', section, of }) as const;

/** Elements in the order of their index. */
export const LETTERS = ['x', 'y', 'z', 'w'] as const;
export const COLOURS = ['r', 'g', 'b', 'a'] as const;
export const HALVES: readonly (readonly [name: string, which: string])[] = [
  ['lo', 'the lower half of the elements'],
  ['hi', 'the upper half of the elements'],
  ['odd', 'the elements with an odd index'],
  ['even', 'the elements with an even index'],
];
export const DIGITS = [...'0123456789ABCDEF'];

const VEC = classOf(
  at('4.14.2 Vector types'),
  'vec',
  'Two, three, four, eight or sixteen numbers with the operators of one, element by element. Comparisons give integers, -1 for true.',
  '<T, N: int>',
  ['()', '(all: const T&)', '(elements...: Elements)'],
  [
    ['size', 'Number of elements.', '() -> size_t'],
    ['byte_size', 'Bytes; those of three elements are as many as those of four.', '() -> size_t'],
    ['get_count', 'Number of elements. Deprecated: `size`.', '() -> size_t'],
    ['get_size', 'Bytes. Deprecated: `byte_size`.', '() -> size_t'],
    [
      'convert',
      'Each element as another type, rounded as is said.',
      '<U, Rounding: rounding_mode = automatic>() -> vec<U, N>',
    ],
    ['as', 'The same bits as another vector type of the same size.', '<U>() -> U'],
    ['swizzle', 'Elements by index, in any order: `v.swizzle<1, 0>()`.', '<Indexes...: int>() -> vec<T, M>'],
    [
      'load',
      'Reads the vector from a pointer; `offset` counts whole vectors.',
      '(offset: size_t, pointer: const T*)',
      '(offset: size_t, pointer: multi_ptr<const T, Space>)',
    ],
    [
      'store',
      'Writes the vector to a pointer; `offset` counts whole vectors.',
      '(offset: size_t, pointer: T*)',
      '(offset: size_t, pointer: multi_ptr<T, Space>)',
    ],
    ...LETTERS.map((name, i): Row => [name, `Element ${i}; it can be assigned to.`, '() -> T&']),
    ...COLOURS.map((name, i): Row => [name, `Element ${i} of a vector of four; it can be assigned to.`, '() -> T&']),
    ...HALVES.map(([name, which]): Row => [name, `A vector of ${which}; it can be assigned to.`, '() -> vec<T, M>']),
    ...DIGITS.map((digit, i): Row => [`s${digit}`, `Element ${i}; it can be assigned to.`, '() -> T&']),
  ],
);
const MARRAY = classOf(
  at('4.14.3 Math array types'),
  'marray',
  'Any number of numbers with the operators of one, element by element, laid out like an array. Comparisons give `bool`s.',
  '<T, N: size_t>',
  ['()', '(all: const T&)', '(elements...: Elements)'],
  [
    ['size', 'Number of elements.', '() -> size_t'],
    ['begin', 'Iterator to the first element.', '() -> T*'],
    ['end', 'Iterator behind the last element.', '() -> T*'],
  ],
);

export const SYCL_ELEMENTS: Readonly<Record<string, string>> = {
  char: 'int8_t',
  uchar: 'uint8_t',
  short: 'int16_t',
  ushort: 'uint16_t',
  int: 'int32_t',
  uint: 'uint32_t',
  long: 'int64_t',
  ulong: 'uint64_t',
  float: 'float',
  double: 'double',
  half: 'half',
};
export const WIDTHS = [2, 3, 4, 8, 16] as const;

const ALIASES = (prefix: string, of: string, section: string): readonly ApiEntry[] =>
  table(
    'type',
    at(section),
    Object.entries(SYCL_ELEMENTS).flatMap(([name, element]) =>
      WIDTHS.map((n): Row => [`${prefix}${name}${n}`, `\`${of}<${element}, ${n}>\`.`]),
    ),
  );

const OTHERS: readonly ApiEntry[] = [
  ...table('type', at('4.14.1 Scalar data types'), [
    ['half', 'A float of 16 bits (IEEE 754). The device needs the aspect `fp16`.'],
  ]),
  ...table('function', at('4.14.1 Scalar data types'), [
    ['bit_cast', 'The same bits as another type of the same size.', '<U>(x: const T&) -> U'],
  ]),
  ...enumOf(at('4.14.2.5 Rounding modes'), 'rounding_mode', 'How `vec::convert` rounds.', [
    ['automatic', 'To nearest for floats, towards zero for integers.'],
    ['rte', 'To nearest, halves to even.'],
    ['rtz', 'Towards zero.'],
    ['rtp', 'Towards positive infinity.'],
    ['rtn', 'Towards negative infinity.'],
  ]),
];

export const SYCL_VECTORS: readonly ApiEntry[] = [
  ...VEC,
  ...MARRAY,
  ...ALIASES('', 'vec', '4.14.2.2 Aliases'),
  ...ALIASES('m', 'marray', '4.14.3.2 Aliases'),
  ...OTHERS,
];
