/** Words of OpenCL C that are no functions: qualifiers, types, constants, attributes (OpenCL C 3.0, 6.3 and 6.7 to 6.15). */

import { type ApiEntry, enumOf, type Row, table } from './entry.ts';
import { OPENCL_ELEMENTS } from './opencl-functions.ts';
import { DIGITS, HALVES, LETTERS } from './sycl-vectors.ts';

const at = (section: string) => ({ language: 'opencl', section }) as const;

/** Each with and without its underscores. */
const qualifiers = (section: string, rows: readonly Row[]): readonly ApiEntry[] =>
  table(
    'qualifier',
    at(section),
    rows.flatMap(([name, doc]): Row[] => [
      [name, doc],
      [`__${name}`, doc],
    ]),
  );

const QUALIFIERS: readonly ApiEntry[] = [
  ...qualifiers('6.7 Address space qualifiers', [
    ['global', 'Memory that all work-items of the device share.'],
    ['local', 'Memory of the work-group, not initialised.'],
    ['constant', 'Memory that is read only, the same for all work-items.'],
    ['private', 'Memory of the work-item; what has no qualifier is private.'],
    ['generic', 'One of the other address spaces, known at run time.'],
  ]),
  ...qualifiers('6.9 Function qualifiers', [
    ['kernel', 'The function is a kernel: the host launches it. It returns nothing.'],
  ]),
  ...qualifiers('6.8 Access qualifiers', [
    ['read_only', 'The kernel reads the image.'],
    ['write_only', 'The kernel writes the image.'],
    ['read_write', 'The kernel reads and writes the image.'],
  ]),
];

const TYPES: readonly ApiEntry[] = [
  ...table('type', at('6.3.1 Built-in scalar data types'), [
    ['uchar', 'Unsigned integer of 8 bits.'],
    ['ushort', 'Unsigned integer of 16 bits.'],
    ['uint', 'Unsigned integer of 32 bits.'],
    ['ulong', 'Unsigned integer of 64 bits.'],
    ['half', 'Float of 16 bits; without `cl_khr_fp16` only in memory.'],
    ['size_t', 'Unsigned integer for sizes and ids.'],
    ['ptrdiff_t', 'Difference of two pointers.'],
    ['intptr_t', 'Signed integer that holds a pointer.'],
    ['uintptr_t', 'Unsigned integer that holds a pointer.'],
  ]),
  ...table(
    'type',
    at('6.3.2 Built-in vector data types'),
    OPENCL_ELEMENTS.flatMap((element) =>
      [2, 3, 4, 8, 16].map(
        (n): Row => [
          `${element}${n}`,
          `A vector of ${n} \`${element}\`, with the operators of one, element by element.`,
        ],
      ),
    ),
  ),
  ...table('type', at('6.3.3 Other built-in data types'), [
    ['event_t', 'Stands for a copy that the work-group began.'],
    ['sampler_t', 'How an image is read: coordinates, filter, what lies outside.'],
    ['image1d_t', 'An image of one dimension.'],
    ['image2d_t', 'An image of two dimensions.'],
    ['image3d_t', 'An image of three dimensions.'],
    ['image2d_array_t', 'Several images of two dimensions.'],
    [
      'cl_mem_fence_flags',
      'Which memory a barrier or fence orders: `CLK_LOCAL_MEM_FENCE`, `CLK_GLOBAL_MEM_FENCE`, or both with `|`.',
    ],
  ]),
  ...table('type', at('6.15.12.6 Atomic integer and floating-point types'), [
    ...['int', 'uint', 'long', 'ulong', 'float', 'double'].map(
      (type): Row => [`atomic_${type}`, `An atomic \`${type}\`.`],
    ),
    ['atomic_flag', 'A flag that is set and cleared at once.'],
  ]),
  ...enumOf(
    at('6.15.12.3 Order and consistency'),
    'memory_order',
    'How an atomic operation orders the other accesses of its work-item.',
    [
      ['memory_order_relaxed', 'Not at all.'],
      ['memory_order_acquire', 'Accesses behind it stay behind. For loads.'],
      ['memory_order_release', 'Accesses before it stay before. For stores.'],
      ['memory_order_acq_rel', 'Both. For operations that read and write.'],
      ['memory_order_seq_cst', 'Both, and all such operations have one order.'],
    ],
  ),
  ...enumOf(
    at('6.15.12.4 Memory scope'),
    'memory_scope',
    'Which work-items an atomic operation or a fence orders accesses for.',
    [
      ['memory_scope_work_item', 'This one alone.'],
      ['memory_scope_sub_group', 'Those of the sub-group.'],
      ['memory_scope_work_group', 'Those of the work-group.'],
      ['memory_scope_device', 'Those of the device.'],
      ['memory_scope_all_svm_devices', 'Those of all devices, and the host.'],
      ['memory_scope_all_devices', 'Those of all devices.'],
    ],
  ),
];

const FLAGS = table('value', { ...at('6.15.8 Synchronization functions'), of: 'cl_mem_fence_flags' }, [
  ['CLK_LOCAL_MEM_FENCE', 'Local memory.'],
  ['CLK_GLOBAL_MEM_FENCE', 'Global memory.'],
  ['CLK_IMAGE_MEM_FENCE', 'Images.'],
]);
const CONSTANTS: readonly ApiEntry[] = [
  ...table('constant', at('6.15.2.1 Floating-point macros and pragmas'), [
    ['MAXFLOAT', 'The greatest finite `float`.'],
    ['HUGE_VALF', 'Infinity as `float`.'],
    ['INFINITY', 'Infinity as `float`.'],
    ['NAN', 'A quiet NaN as `float`.'],
    ['FLT_EPSILON', 'Distance from 1 to the next `float`.'],
    ['FLT_MAX', 'The greatest finite `float`.'],
    ['FLT_MIN', 'The least positive `float` that is normal.'],
    ...['', '_F'].flatMap((suffix): Row[] => {
      const type = suffix === '' ? 'double' : 'float';
      return [
        [`M_PI${suffix}`, `Pi as \`${type}\`.`],
        [`M_PI_2${suffix}`, `Pi / 2 as \`${type}\`.`],
        [`M_PI_4${suffix}`, `Pi / 4 as \`${type}\`.`],
        [`M_1_PI${suffix}`, `1 / pi as \`${type}\`.`],
        [`M_2_PI${suffix}`, `2 / pi as \`${type}\`.`],
        [`M_E${suffix}`, `e as \`${type}\`.`],
        [`M_LN2${suffix}`, `Natural logarithm of 2 as \`${type}\`.`],
        [`M_SQRT2${suffix}`, `Square root of 2 as \`${type}\`.`],
        [`M_SQRT1_2${suffix}`, `Square root of 1/2 as \`${type}\`.`],
      ];
    }),
  ]),
  ...table(
    'constant',
    at('6.15.3.2 Integer macros'),
    ['CHAR', 'SCHAR', 'SHRT', 'INT', 'LONG'].flatMap((type): Row[] => [
      [`${type}_MAX`, 'The greatest value of the type.'],
      [`${type}_MIN`, 'The least value of the type.'],
    ]),
  ),
  ...table(
    'constant',
    at('6.15.3.2 Integer macros'),
    ['UCHAR', 'USHRT', 'UINT', 'ULONG'].map((type): Row => [`${type}_MAX`, 'The greatest value of the type.']),
  ),
  ...table('constant', at('6.15.15.1 Samplers'), [
    ['CLK_NORMALIZED_COORDS_TRUE', 'Coordinates go from 0 to 1.'],
    ['CLK_NORMALIZED_COORDS_FALSE', 'Coordinates count pixels.'],
    ['CLK_ADDRESS_CLAMP', 'Outside is the border colour.'],
    ['CLK_ADDRESS_CLAMP_TO_EDGE', 'Outside is the pixel at the edge.'],
    ['CLK_ADDRESS_REPEAT', 'The image repeats.'],
    ['CLK_ADDRESS_NONE', 'Nothing outside is read.'],
    ['CLK_FILTER_NEAREST', 'The nearest pixel.'],
    ['CLK_FILTER_LINEAR', 'Between the pixels around.'],
  ]),
];

const ATTRIBUTES: readonly ApiEntry[] = [
  ...table('attribute', at('6.9.2 Optional attribute qualifiers'), [
    ['reqd_work_group_size', 'The kernel is launched with work-groups of this size only.', '(x: int, y: int, z: int)'],
    ['work_group_size_hint', 'The size that work-groups are likely to have.', '(x: int, y: int, z: int)'],
    ['vec_type_hint', 'The type by which the kernel is likely to be vectorised.', '(type: Type)'],
  ]),
  ...table('attribute', at('cl_intel_required_subgroup_size (extension)'), [
    ['intel_reqd_sub_group_size', 'The kernel runs with sub-groups of this size.', '(size: int)'],
  ]),
  ...table('attribute', at('6.13.5 Specifying attribute for unrolling loops'), [
    [
      'opencl_unroll_hint',
      'How often the loop behind it is to be unrolled; wholly where no number stands.',
      '',
      '(times: int)',
    ],
  ]),
  ...table('attribute', at('6.13 Attribute qualifiers'), [
    ['aligned', 'The alignment in bytes of a type or variable.', '', '(bytes: int)'],
    ['packed', 'No room is left between the members of a structure.'],
  ]),
];

/** Elements of a vector: `v.x`, `v.lo`, `v.s3`. */
const COMPONENTS = table('member', { ...at('6.3.7 Vector components'), of: 'vec' }, [
  ...LETTERS.map((name, i): Row => [name, `Element ${i}. Several letters make a vector: \`v.xy\`, \`v.zyx\`.`]),
  ...HALVES.map(([name, which]): Row => [name, `A vector of ${which}.`]),
  ...DIGITS.map((digit, i): Row => [`s${digit}`, `Element ${i}. Several digits make a vector: \`v.s01\`.`]),
]);

export const OPENCL_WORDS: readonly ApiEntry[] = [
  ...QUALIFIERS,
  ...COMPONENTS,
  ...TYPES,
  ...FLAGS,
  ...CONSTANTS,
  ...ATTRIBUTES,
];
