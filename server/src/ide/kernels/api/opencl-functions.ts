/** Functions of OpenCL C beside those that SYCL has too (OpenCL C 3.0, 6.4 and 6.15). */

import { type ApiEntry, family, type Row, table } from './entry.ts';

const at = (section: string) => ({ language: 'opencl', section }) as const;

const WORK_ITEMS: readonly ApiEntry[] = [
  ...family(
    at('6.15.1 Work-item functions'),
    ['(dimension: uint) -> size_t'],
    `get_global_id Position of the work-item in the whole index space.
    get_local_id Position of the work-item in its work-group.
    get_group_id Position of the work-group.
    get_global_size Work-items in the whole index space. 1 beyond the dimensions of the launch.
    get_local_size Work-items in this work-group; the last one may have fewer.
    get_enqueued_local_size Work-items in a full work-group.
    get_num_groups Work-groups in the index space.
    get_global_offset What was added to the global ids.`,
  ),
  ...family(
    at('6.15.1 Work-item functions'),
    ['() -> size_t'],
    `get_global_linear_id Position in the whole index space as one number, dimension 0 fastest.
    get_local_linear_id Position in the work-group as one number, dimension 0 fastest.`,
  ),
  ...family(
    at('6.15.1 Work-item functions'),
    ['() -> uint'],
    `get_work_dim Number of dimensions of the launch.
    get_sub_group_size Work-items in this sub-group; the last one may have fewer.
    get_max_sub_group_size Work-items in the largest sub-group.
    get_num_sub_groups Sub-groups in the work-group.
    get_enqueued_num_sub_groups Sub-groups in a full work-group.
    get_sub_group_id Position of the sub-group in the work-group.
    get_sub_group_local_id Position of the work-item in its sub-group.`,
  ),
];

const FLAGS = 'flags: cl_mem_fence_flags';
const SYNC: readonly ApiEntry[] = [
  ...table('function', at('6.15.8 Synchronization functions'), [
    [
      'barrier',
      'Waits for all work-items of the work-group and orders their accesses to the memory that is named. All of them must come here.',
      `(${FLAGS})`,
    ],
    [
      'work_group_barrier',
      'Like `barrier`; a scope may widen whom the accesses are ordered for.',
      `(${FLAGS}, scope: memory_scope = memory_scope_work_group)`,
    ],
    [
      'sub_group_barrier',
      'Waits for all work-items of the sub-group and orders their accesses to memory.',
      `(${FLAGS}, scope: memory_scope = memory_scope_sub_group)`,
    ],
  ]),
  ...table('function', at('6.15.9 Legacy explicit memory fence functions'), [
    [
      'mem_fence',
      'Orders accesses of this work-item. It waits for nobody. Deprecated: `atomic_work_item_fence`.',
      `(${FLAGS})`,
    ],
    ['read_mem_fence', 'Orders loads of this work-item. Deprecated: `atomic_work_item_fence`.', `(${FLAGS})`],
    ['write_mem_fence', 'Orders stores of this work-item. Deprecated: `atomic_work_item_fence`.', `(${FLAGS})`],
  ]),
  ...table('function', at('6.15.12.5 Fences'), [
    [
      'atomic_work_item_fence',
      'Orders accesses of this work-item, as far as the scope reaches. It waits for nobody.',
      `(${FLAGS}, order: memory_order, scope: memory_scope)`,
    ],
  ]),
  ...table('function', at('6.15.10 Address space qualifier functions'), [
    ...['global', 'local', 'private'].map(
      (space): Row => [
        `to_${space}`,
        `The pointer as one to ${space} memory; null where it points elsewhere.`,
        `(pointer: T*) -> ${space} T*`,
      ],
    ),
    ['get_fence', 'The flag of the memory that a pointer points into.', '(pointer: void*) -> cl_mem_fence_flags'],
  ]),
  ...table('function', at('6.15.11 Async copies'), [
    [
      'async_work_group_copy',
      'Begins a copy between global and local memory that the work-group makes together. All its work-items call it with the same arguments, and wait with `wait_group_events`.',
      '(to: local gentype*, from: const global gentype*, count: size_t, event: event_t) -> event_t',
      '(to: global gentype*, from: const local gentype*, count: size_t, event: event_t) -> event_t',
    ],
    [
      'async_work_group_strided_copy',
      'Like `async_work_group_copy`; the elements in global memory stand `stride` apart.',
      '(to: local gentype*, from: const global gentype*, count: size_t, stride: size_t, event: event_t) -> event_t',
      '(to: global gentype*, from: const local gentype*, count: size_t, stride: size_t, event: event_t) -> event_t',
    ],
    [
      'wait_group_events',
      'Waits for copies that the work-group began. All its work-items call it with the same events.',
      '(count: int, events: event_t*)',
    ],
    [
      'prefetch',
      'Asks for elements of global memory to be brought near; changes nothing else.',
      '(pointer: const global gentype*, count: size_t)',
    ],
  ]),
];

const OLD: readonly (readonly [name: string, doc: string, operand: string])[] = [
  ['add', 'Adds at once and gives the old value.', ', x: T'],
  ['sub', 'Subtracts at once and gives the old value.', ', x: T'],
  ['xchg', 'Replaces the value and gives the old one.', ', x: T'],
  ['inc', 'Adds 1 at once and gives the old value.', ''],
  ['dec', 'Subtracts 1 at once and gives the old value.', ''],
  [
    'cmpxchg',
    'Stores `desired` where the value is what is expected; gives the old value.',
    ', expected: T, desired: T',
  ],
  ['min', 'Keeps the lesser of value and operand at once; gives the old value.', ', x: T'],
  ['max', 'Keeps the greater of value and operand at once; gives the old value.', ', x: T'],
  ['and', 'Bitwise and at once; gives the old value.', ', x: T'],
  ['or', 'Bitwise or at once; gives the old value.', ', x: T'],
  ['xor', 'Bitwise exclusive or at once; gives the old value.', ', x: T'],
];
const explicit = (
  name: string,
  doc: string,
  section: string,
  plain: string,
  ordered: string,
  result = '',
): readonly ApiEntry[] =>
  table('function', at(section), [
    [name, `${doc} Sequentially consistent, over the device.`, `(${plain})${result}`],
    [
      `${name}_explicit`,
      doc,
      `(${plain}, ${ordered})${result}`,
      `(${plain}, ${ordered}, scope: memory_scope)${result}`,
    ],
  ]);
const ORDER = 'order: memory_order';
const SWAP = 'object: A*, expected: T*, desired: T';
const SWAP_ORDER = 'success: memory_order, failure: memory_order';
const ATOMICS: readonly ApiEntry[] = [
  ...table(
    'function',
    at('6.15.12.8 OpenCL C 1.x legacy atomics'),
    OLD.map(
      ([name, doc, operand]): Row => [
        `atomic_${name}`,
        `${doc} Relaxed, for integers of 32 bits.`,
        `(pointer: volatile T*${operand}) -> T`,
      ],
    ),
  ),
  ...table(
    'function',
    at('6.15.12.9 Legacy 64-bit atomic extensions'),
    OLD.map(
      ([name, doc, operand]): Row => [
        `atom_${name}`,
        `${doc} Relaxed, for integers of 64 bits (and of 32 in OpenCL 1.0).`,
        `(pointer: volatile T*${operand}) -> T`,
      ],
    ),
  ),
  ...table('function', at('6.15.12.2 The atomic_init function'), [
    ['atomic_init', 'The first value of an atomic object; no atomic operation itself.', '(object: A*, value: T)'],
  ]),
  ...explicit(
    'atomic_load',
    'The value of an atomic object.',
    '6.15.12.7.2 The atomic_load functions',
    'object: A*',
    ORDER,
    ' -> T',
  ),
  ...explicit(
    'atomic_store',
    'Replaces the value of an atomic object.',
    '6.15.12.7.1 The atomic_store functions',
    'object: A*, desired: T',
    ORDER,
  ),
  ...explicit(
    'atomic_exchange',
    'Replaces the value of an atomic object and gives the old one.',
    '6.15.12.7.3 The atomic_exchange functions',
    'object: A*, desired: T',
    ORDER,
    ' -> T',
  ),
  ...['strong', 'weak'].flatMap((how) =>
    explicit(
      `atomic_compare_exchange_${how}`,
      `Stores \`desired\` where the value is what is expected, else writes the value to \`expected\`. True where it stored.${how === 'weak' ? ' It may fail without reason, so it stands in a loop.' : ''}`,
      '6.15.12.7.4 The atomic_compare_exchange functions',
      SWAP,
      SWAP_ORDER,
      ' -> bool',
    ),
  ),
  ...[
    ['add', 'Adds to'],
    ['sub', 'Subtracts from'],
    ['or', 'Bitwise or with'],
    ['xor', 'Bitwise exclusive or with'],
    ['and', 'Bitwise and with'],
    ['min', 'Keeps the lesser of operand and'],
    ['max', 'Keeps the greater of operand and'],
  ].flatMap(([name, what]) =>
    explicit(
      `atomic_fetch_${name}`,
      `${what} the value of an atomic object at once; gives the old value.`,
      '6.15.12.7.5 The atomic_fetch and modify functions',
      'object: A*, operand: T',
      ORDER,
      ' -> T',
    ),
  ),
  ...explicit(
    'atomic_flag_test_and_set',
    'Sets a flag and gives what it was.',
    '6.15.12.7.7 The atomic_flag_test_and_set functions',
    'flag: volatile atomic_flag*',
    ORDER,
    ' -> bool',
  ),
  ...explicit(
    'atomic_flag_clear',
    'Clears a flag.',
    '6.15.12.7.8 The atomic_flag_clear functions',
    'flag: volatile atomic_flag*',
    ORDER,
  ),
];

const WIDTHS = [2, 3, 4, 8, 16] as const;
const INTEGERS = ['char', 'uchar', 'short', 'ushort', 'int', 'uint', 'long', 'ulong'] as const;
export const OPENCL_ELEMENTS = [...INTEGERS, 'float', 'double', 'half'] as const;

const rare = (entries: readonly ApiEntry[]): readonly ApiEntry[] => entries.map((entry) => ({ ...entry, rare: true }));

const ROUNDINGS: Readonly<Record<string, string>> = {
  '': '',
  _rte: ', rounded to nearest, halves to even',
  _rtz: ', rounded towards zero',
  _rtp: ', rounded towards positive infinity',
  _rtn: ', rounded towards negative infinity',
};
const isInteger = (element: string): boolean => (INTEGERS as readonly string[]).includes(element);
const conversions = (element: string): readonly ApiEntry[] =>
  ['', ...WIDTHS].flatMap((n) => {
    const type = `${element}${n}`;
    const row = (sat: string, mode: string): Row => [
      `convert_${type}${sat}${mode}`,
      `${n === '' ? 'A number' : 'Each element'} as ${/^[aeiou]/.test(element) ? 'an' : 'a'} \`${element}\`${sat === '' ? '' : ', held at the limits of the type'}${ROUNDINGS[mode]}.`,
      `(x: gentype${n}) -> ${type}`,
    ];
    const where = at('6.4.3 Explicit conversions');
    // Saturation is for integers alone.
    const sats = isInteger(element) ? ['', '_sat'] : [''];
    const more = sats.flatMap((sat) => Object.keys(ROUNDINGS).map((mode) => row(sat, mode))).slice(1);
    return [...table('function', where, [row('', '')]), ...rare(table('function', where, more))];
  });

const VECTORS: readonly ApiEntry[] = [
  ...OPENCL_ELEMENTS.flatMap(conversions),
  ...table(
    'function',
    at('6.4.4.2 Reinterpreting types using as_type()'),
    [...OPENCL_ELEMENTS.flatMap((element) => ['', ...WIDTHS].map((n) => `${element}${n}`)), 'size_t'].map(
      (type): Row => [`as_${type}`, `The same bits as \`${type}\`. The sizes must agree.`, `(x: gentype) -> ${type}`],
    ),
  ),
  ...table('function', at('6.15.7 Vector data load and store functions'), [
    ...WIDTHS.flatMap((n): Row[] => [
      [
        `vload${n}`,
        `Reads ${n} elements from \`pointer[${n} * offset]\` on.`,
        `(offset: size_t, pointer: const T*) -> T${n}`,
      ],
      [
        `vstore${n}`,
        `Writes ${n} elements from \`pointer[${n} * offset]\` on.`,
        `(data: T${n}, offset: size_t, pointer: T*)`,
      ],
    ]),
    ...['', ...WIDTHS].flatMap((n): Row[] => [
      [
        `vload_half${n}`,
        `Reads ${n || 'one'} \`half\` as \`float\`.`,
        `(offset: size_t, pointer: const half*) -> float${n}`,
      ],
      ...['', '_rte', '_rtz', '_rtp', '_rtn'].map(
        (mode): Row => [
          `vstore_half${n}${mode}`,
          `Writes ${n || 'one'} \`float\` as \`half\`${ROUNDINGS[mode]}.`,
          `(data: float${n}, offset: size_t, pointer: half*)`,
        ],
      ),
    ]),
  ]),
  ...rare(
    table(
      'function',
      at('6.15.7 Vector data load and store functions'),
      WIDTHS.flatMap((n): Row[] => [
        [
          `vloada_half${n}`,
          `Reads ${n} \`half\` as \`float\` from an address that is aligned for the vector.`,
          `(offset: size_t, pointer: const half*) -> float${n}`,
        ],
        ...['', '_rte', '_rtz', '_rtp', '_rtn'].map(
          (mode): Row => [
            `vstorea_half${n}${mode}`,
            `Writes ${n} \`float\` as \`half\` to an address that is aligned for the vector${ROUNDINGS[mode]}.`,
            `(data: float${n}, offset: size_t, pointer: half*)`,
          ],
        ),
      ]),
    ),
  ),
  ...table('function', at('6.15.13 Miscellaneous vector functions'), [
    ['vec_step', 'Number of elements of a type or value; 4 for three elements.', '(x: gentype) -> int'],
    ['shuffle', 'Elements of a vector in the order of a mask.', '(x: gentype, mask: genuint) -> gentype'],
    [
      'shuffle2',
      'Elements of two vectors in the order of a mask.',
      '(x: gentype, y: gentype, mask: genuint) -> gentype',
    ],
  ]),
  ...table('function', at('6.15.14 printf'), [
    [
      'printf',
      'Prints from a kernel. `%v4f` prints a vector of four.',
      '(format: constant char*, arguments...: Arguments) -> int',
    ],
  ]),
];

const COLLECTIVES: readonly ApiEntry[] = [
  ...['work_group', 'sub_group'].flatMap((group) => {
    const of = group.replace('_', '-');
    return table(
      'function',
      at(group === 'work_group' ? '6.15.16 Work-group collective functions' : '6.15.20 Sub-group functions'),
      [
        [
          `${group}_all`,
          `Whether the predicate holds in every work-item of the ${of}, all of which call it.`,
          '(predicate: int) -> int',
        ],
        [
          `${group}_any`,
          `Whether the predicate holds in some work-item of the ${of}, all of which call it.`,
          '(predicate: int) -> int',
        ],
        [
          `${group}_broadcast`,
          `The value of one work-item of the ${of} for all, which call it together.`,
          ...(group === 'sub_group'
            ? ['(x: T, id: uint) -> T']
            : [
                '(x: T, x_id: size_t) -> T',
                '(x: T, x_id: size_t, y_id: size_t) -> T',
                '(x: T, x_id: size_t, y_id: size_t, z_id: size_t) -> T',
              ]),
        ],
        ...['add', 'min', 'max'].flatMap((op): Row[] => [
          [
            `${group}_reduce_${op}`,
            `Combines the values of all work-items of the ${of}, which call it together.`,
            '(x: T) -> T',
          ],
          [
            `${group}_scan_exclusive_${op}`,
            `Combines the values of the work-items of the ${of} before this one.`,
            '(x: T) -> T',
          ],
          [
            `${group}_scan_inclusive_${op}`,
            `Combines the values of the work-items of the ${of} up to this one.`,
            '(x: T) -> T',
          ],
        ]),
      ],
    );
  }),
];

const PIXELS: readonly (readonly [suffix: string, vector: string])[] = [
  ['f', 'float4'],
  ['i', 'int4'],
  ['ui', 'uint4'],
];
const IMAGES: readonly ApiEntry[] = [
  ...table(
    'function',
    at('6.15.15.2 Built-in image read functions'),
    PIXELS.map(
      ([suffix, vector]): Row => [
        `read_image${suffix}`,
        `The pixel at a place of an image as a \`${vector}\`; without a sampler at whole coordinates.`,
        `(image: Image, s: sampler_t, at: Coordinates) -> ${vector}`,
        `(image: Image, at: Coordinates) -> ${vector}`,
      ],
    ),
  ),
  ...table(
    'function',
    at('6.15.15.4 Built-in image write functions'),
    PIXELS.map(
      ([suffix, vector]): Row => [
        `write_image${suffix}`,
        'Writes a pixel of an image.',
        `(image: Image, at: Coordinates, colour: ${vector})`,
      ],
    ),
  ),
  ...table('function', at('6.15.15.5 Built-in image query functions'), [
    ...['width', 'height', 'depth', 'channel_data_type', 'channel_order'].map(
      (what): Row => [`get_image_${what}`, `The ${what.replaceAll('_', ' ')} of an image.`, '(image: Image) -> int'],
    ),
    ['get_image_dim', 'The extents of an image.', '(image: Image) -> int2'],
    ['get_image_array_size', 'Number of images in an array of them.', '(image: Image) -> size_t'],
  ]),
];

export const OPENCL_FUNCTIONS: readonly ApiEntry[] = [
  ...WORK_ITEMS,
  ...SYNC,
  ...ATOMICS,
  ...VECTORS,
  ...COLLECTIVES,
  ...IMAGES,
];
