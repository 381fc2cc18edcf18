/** Extensions of SYCL that kernels in the field use, in `sycl::ext::oneapi` and its `experimental`. */

import { type ApiEntry, classOf, table } from './entry.ts';

const ONEAPI = 'ext::oneapi';
const at = (extension: string, of = ONEAPI) => ({ language: 'sycl', section: `${extension} (extension)`, of }) as const;

const LOCAL = table('function', at('sycl_ext_oneapi_local_memory'), [
  [
    'group_local_memory',
    'Memory that the work-group shares, made from the arguments. Called at the top of a kernel by all work-items.',
    '<T>(g: Group, arguments...: Arguments) -> multi_ptr<T, local_space>',
  ],
  [
    'group_local_memory_for_overwrite',
    'Memory that the work-group shares, not initialised.',
    '<T>(g: Group) -> multi_ptr<T, local_space>',
  ],
]);

const CASTS = table('function', at('sycl_ext_oneapi_address_cast'), [
  [
    'static_address_space_cast',
    'A pointer that is known to point into that space, as a `multi_ptr`.',
    '<Space: address_space>(pointer: T*) -> multi_ptr<T, Space>',
  ],
  [
    'dynamic_address_space_cast',
    'A pointer as a `multi_ptr` where it points into that space; else null.',
    '<Space: address_space>(pointer: T*) -> multi_ptr<T, Space>',
  ],
]);

const MASK: readonly ApiEntry[] = [
  ...table('function', at('sycl_ext_oneapi_sub_group_mask'), [
    [
      'group_ballot',
      'Which work-items of the sub-group say yes: a bit for each. All of them call it.',
      '(g: sub_group, predicate: bool = true) -> sub_group_mask',
    ],
  ]),
  ...classOf(
    at('sycl_ext_oneapi_sub_group_mask'),
    'sub_group_mask',
    'A bit for each work-item of a sub-group.',
    '',
    [],
    [
      ['test', 'Whether the bit of a work-item is set.', '(id: id<1>) -> bool'],
      ['all', 'Whether all bits are set.', '() -> bool'],
      ['any', 'Whether some bit is set.', '() -> bool'],
      ['none', 'Whether no bit is set.', '() -> bool'],
      ['count', 'Number of bits that are set.', '() -> uint32_t'],
      ['size', 'Number of bits.', '() -> uint32_t'],
      ['find_low', 'The first work-item whose bit is set.', '() -> id<1>'],
      ['find_high', 'The last work-item whose bit is set.', '() -> id<1>'],
      ['extract_bits', 'Writes the bits from a position on to a number.', '(bits: T&, position: id<1> = 0)'],
      ['insert_bits', 'Takes bits of a number from a position on.', '(bits: const T&, position: id<1> = 0)'],
      ['set', 'Sets all bits, or one.', '()', '(id: id<1>, value: bool = true)'],
      ['reset', 'Clears all bits, or one.', '()', '(id: id<1>)'],
      ['reset_low', 'Clears the first bit that is set.', '()'],
      ['reset_high', 'Clears the last bit that is set.', '()'],
      ['flip', 'Turns all bits, or one.', '()', '(id: id<1>)'],
    ],
  ),
];

const OTHERS: readonly ApiEntry[] = [
  ...table('function', at('sycl_ext_oneapi_dot_accumulate'), [
    [
      'dot_acc',
      'c plus the products of the four bytes of a and b, signed where their type is.',
      '(a: int32_t, b: int32_t, c: int32_t) -> int32_t',
      '(a: vec<int8_t, 4>, b: vec<int8_t, 4>, c: int32_t) -> int32_t',
    ],
  ]),
  ...table('function', at('sycl_ext_oneapi_clock'), [
    ['clock', 'A counter that grows with time, of the scope that is named.', '<Scope: clock_scope>() -> uint64_t'],
  ]),
  ...table('namespace', at('sycl_ext_oneapi_free_function_queries'), [
    ['this_work_item', 'The place of the work-item that asks, without the item that its kernel got.'],
  ]),
  ...table('function', at('sycl_ext_oneapi_free_function_queries', 'ext::oneapi::this_work_item'), [
    [
      'get_nd_item',
      'The work-item that asks. Its kernel was launched over an `nd_range` of as many dimensions.',
      '<D>() -> nd_item<D>',
    ],
    ['get_work_group', 'The work-group of the work-item that asks.', '<D>() -> group<D>'],
    ['get_sub_group', 'The sub-group of the work-item that asks.', '() -> sub_group'],
  ]),
  ...table('function', at('sycl_ext_oneapi_free_function_queries'), [
    [
      'this_nd_item',
      'The work-item that asks. The older name of `this_work_item::get_nd_item`.',
      '<D>() -> nd_item<D>',
    ],
    [
      'this_group',
      'The work-group of the work-item that asks. The older name of `this_work_item::get_work_group`.',
      '<D>() -> group<D>',
    ],
    [
      'this_sub_group',
      'The sub-group of the work-item that asks. The older name of `this_work_item::get_sub_group`.',
      '() -> sub_group',
    ],
  ]),
  ...classOf(
    at('sycl_ext_oneapi_device_global'),
    'device_global',
    'A variable at namespace scope that lives on each device and is used in kernels like the value itself.',
    '<T, Properties>',
    ['()'],
    [
      ['get', 'The value.', '() -> T&'],
      [
        'get_multi_ptr',
        'A pointer to the value, with its address space in its type.',
        '<Decorated: decorated>() -> multi_ptr<T, global_space, Decorated>',
      ],
    ],
  ),
  ...table('class', at('sycl_ext_oneapi_bfloat16'), [
    ['bfloat16', 'A float of 16 bits with the exponent of `float`.', '()', '(x: float)'],
  ]),
  ...table('namespace', at('sycl_ext_oneapi', 'ext'), [['oneapi', 'Extensions of oneAPI.']]),
  ...table('namespace', at('sycl_ext_oneapi'), [['experimental', 'Extensions that may change yet.']]),
];

export const SYCL_EXTENSIONS: readonly ApiEntry[] = [...LOCAL, ...CASTS, ...MASK, ...OTHERS];
