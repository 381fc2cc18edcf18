/** Group functions, group algorithms, function objects, atomics, reductions (SYCL 2020, 4.9.2, 4.15, 4.17.1 to 4.17.3). */

import { type ApiEntry, classOf, enumOf, type Row, table } from './entry.ts';

const at = (section: string, of = '') => ({ language: 'sycl', section, of }) as const;

const TOGETHER = 'All work-items of the group call it.';

const GROUPS: readonly ApiEntry[] = [
  ...table('function', at('4.17.2 Group functions'), [
    [
      'group_barrier',
      'Waits for all work-items of the group and orders their accesses to memory. All of them must come here.',
      '(g: Group, scope: memory_scope = Group::fence_scope)',
    ],
    [
      'group_broadcast',
      `The value of one work-item, of the first where none is named. ${TOGETHER}`,
      '(g: Group, x: T) -> T',
      '(g: Group, x: T, linear_id: Group::linear_id_type) -> T',
      '(g: Group, x: T, local_id: Group::id_type) -> T',
    ],
  ]),
  ...table('function', at('4.17.3.2 shift_left and shift_right'), [
    [
      'shift_group_left',
      `The value of the work-item whose id is greater by \`delta\`; unspecified where there is none. ${TOGETHER}`,
      '(g: Group, x: T, delta: Group::linear_id_type = 1) -> T',
    ],
    [
      'shift_group_right',
      `The value of the work-item whose id is less by \`delta\`; unspecified where there is none. ${TOGETHER}`,
      '(g: Group, x: T, delta: Group::linear_id_type = 1) -> T',
    ],
  ]),
  ...table('function', at('4.17.3.3 permute'), [
    [
      'permute_group_by_xor',
      `The value of the work-item whose id is this one's with the bits of \`mask\` flipped. ${TOGETHER}`,
      '(g: Group, x: T, mask: Group::linear_id_type) -> T',
    ],
  ]),
  ...table('function', at('4.17.3.4 select'), [
    [
      'select_from_group',
      `The value of the work-item that is named; each may name another. ${TOGETHER}`,
      '(g: Group, x: T, local_id: Group::id_type) -> T',
    ],
  ]),
  ...table('function', at('4.17.3.1 any_of, all_of and none_of'), [
    ...[
      ['any', 'at least one'],
      ['all', 'every one'],
      ['none', 'none'],
    ].flatMap(([name, which]): Row[] => [
      [
        `joint_${name}_of`,
        `Whether the predicate holds for ${which} of the elements from \`first\` to before \`last\`. ${TOGETHER}`,
        '(g: Group, first: Pointer, last: Pointer, predicate: Predicate) -> bool',
      ],
      [
        `${name}_of_group`,
        `Whether the condition holds for ${which} of the work-items. ${TOGETHER}`,
        '(g: Group, condition: bool) -> bool',
        '(g: Group, x: T, predicate: Predicate) -> bool',
      ],
    ]),
  ]),
  ...table('function', at('4.17.3.5 reduce'), [
    [
      'reduce_over_group',
      `Combines the values of all work-items with a function object like \`sycl::plus<>\`; all get the result. ${TOGETHER}`,
      '(g: Group, x: T, op: BinaryOperation) -> T',
      '(g: Group, x: V, init: T, op: BinaryOperation) -> T',
    ],
    [
      'joint_reduce',
      `Combines the elements from \`first\` to before \`last\`; all work-items get the result. ${TOGETHER}`,
      '(g: Group, first: Pointer, last: Pointer, op: BinaryOperation) -> T',
      '(g: Group, first: Pointer, last: Pointer, init: T, op: BinaryOperation) -> T',
    ],
  ]),
  ...table('function', at('4.17.3.6 exclusive_scan and inclusive_scan'), [
    [
      'exclusive_scan_over_group',
      `Combines the values of the work-items before this one. ${TOGETHER}`,
      '(g: Group, x: T, op: BinaryOperation) -> T',
      '(g: Group, x: V, init: T, op: BinaryOperation) -> T',
    ],
    [
      'inclusive_scan_over_group',
      `Combines the values of the work-items up to this one, its own included. ${TOGETHER}`,
      '(g: Group, x: T, op: BinaryOperation) -> T',
      '(g: Group, x: V, op: BinaryOperation, init: T) -> T',
    ],
    [
      'joint_exclusive_scan',
      `Writes to \`result\`, for each element from \`first\` to before \`last\`, what those before it combine to. ${TOGETHER}`,
      '(g: Group, first: InPointer, last: InPointer, result: OutPointer, op: BinaryOperation) -> OutPointer',
      '(g: Group, first: InPointer, last: InPointer, result: OutPointer, init: T, op: BinaryOperation) -> OutPointer',
    ],
    [
      'joint_inclusive_scan',
      `Writes to \`result\`, for each element from \`first\` to before \`last\`, what those up to it combine to. ${TOGETHER}`,
      '(g: Group, first: InPointer, last: InPointer, result: OutPointer, op: BinaryOperation) -> OutPointer',
      '(g: Group, first: InPointer, last: InPointer, result: OutPointer, op: BinaryOperation, init: T) -> OutPointer',
    ],
  ]),
  // Their names in the extension that SYCL 2020 took them from.
  ...table('function', at('SYCL_INTEL_group_algorithms (extension)', 'ext::oneapi'), [
    [
      'reduce',
      'Before SYCL 2020; today `reduce_over_group`.',
      '(g: Group, x: T, op: BinaryOperation) -> T',
      '(g: Group, x: V, init: T, op: BinaryOperation) -> T',
    ],
    [
      'inclusive_scan',
      'Before SYCL 2020; today `inclusive_scan_over_group`.',
      '(g: Group, x: T, op: BinaryOperation) -> T',
    ],
    [
      'exclusive_scan',
      'Before SYCL 2020; today `exclusive_scan_over_group`.',
      '(g: Group, x: T, op: BinaryOperation) -> T',
    ],
    [
      'broadcast',
      'Before SYCL 2020; today `group_broadcast`.',
      '(g: Group, x: T) -> T',
      '(g: Group, x: T, local_id: Group::id_type) -> T',
    ],
    ['any_of', 'Before SYCL 2020; today `any_of_group`.', '(g: Group, condition: bool) -> bool'],
    ['all_of', 'Before SYCL 2020; today `all_of_group`.', '(g: Group, condition: bool) -> bool'],
    ['none_of', 'Before SYCL 2020; today `none_of_group`.', '(g: Group, condition: bool) -> bool'],
  ]),
];

const operation = (name: string, symbol: string): Row => [
  name,
  `A function object that gives \`${symbol}\`. Without a type argument it takes the type of its operands.`,
  '<T = void>',
];
const OBJECTS = table('class', at('4.17.1 Function objects'), [
  operation('plus', 'x + y'),
  operation('multiplies', 'x * y'),
  operation('bit_and', 'x & y'),
  operation('bit_or', 'x | y'),
  operation('bit_xor', 'x ^ y'),
  operation('logical_and', 'x && y'),
  operation('logical_or', 'x || y'),
  operation('minimum', 'y < x ? y : x'),
  operation('maximum', 'x < y ? y : x'),
]);

const ORDERED = ', order: memory_order = DefaultOrder, scope: memory_scope = DefaultScope) -> T';
const FETCH: readonly (readonly [name: string, doc: string])[] = [
  ['fetch_add', 'Adds to the value at once and gives the old one.'],
  ['fetch_sub', 'Subtracts from the value at once and gives the old one.'],
  ['fetch_and', 'Bitwise and with the value at once; gives the old one. Integers only.'],
  ['fetch_or', 'Bitwise or with the value at once; gives the old one. Integers only.'],
  ['fetch_xor', 'Bitwise exclusive or with the value at once; gives the old one. Integers only.'],
  ['fetch_min', 'Keeps the lesser of value and operand at once; gives the old value.'],
  ['fetch_max', 'Keeps the greater of value and operand at once; gives the old value.'],
];
const compareExchange = (name: string, more: string, orders: readonly string[]): Row => [
  name,
  `Stores \`desired\` where the value is what is expected, else writes the value to \`expected\`. True where it stored.${more}`,
  ...orders.map((order) => `(expected: T&, desired: T, ${order}) -> bool`),
];
const REF_ORDERS = [
  'order: memory_order = DefaultOrder, scope: memory_scope = DefaultScope',
  'success: memory_order, failure: memory_order, scope: memory_scope = DefaultScope',
];
const ATOMICS: readonly ApiEntry[] = [
  ...classOf(
    at('4.15.3 Atomic references'),
    'atomic_ref',
    'Atomic operations on a variable that is not atomic itself. While one lives, all accesses to the variable go through such references.',
    '<T, DefaultOrder: memory_order, DefaultScope: memory_scope, Space: address_space = generic_space>',
    ['(variable: T&)'],
    [
      ['load', 'The value.', '(order: memory_order = relaxed, scope: memory_scope = DefaultScope) -> T'],
      [
        'store',
        'Replaces the value.',
        '(operand: T, order: memory_order = relaxed, scope: memory_scope = DefaultScope)',
      ],
      ['exchange', 'Replaces the value and gives the old one.', `(operand: T${ORDERED}`],
      ...FETCH.map(([name, doc]): Row => [name, doc, `(operand: T${ORDERED}`]),
      compareExchange('compare_exchange_strong', '', REF_ORDERS),
      compareExchange('compare_exchange_weak', ' It may fail without reason, so it stands in a loop.', REF_ORDERS),
      ['is_lock_free', 'Whether the operations need no lock.', '() -> bool'],
    ],
  ),
  ...table('member', at('4.15.3 Atomic references', 'atomic_ref'), [
    ['required_alignment', 'The alignment in bytes that the variable must have.'],
    ['is_always_lock_free', 'Whether the operations never need a lock.'],
    ['default_read_order', 'The order of `load` where none is named.'],
    ['default_write_order', 'The order of `store` where none is named.'],
    ['default_read_modify_write_order', 'The order of the other operations where none is named.'],
    ['default_scope', 'The scope where none is named.'],
  ]),
  ...classOf(
    at('4.15.4 Atomic types (deprecated)'),
    'atomic',
    'Atomic operations on memory behind a pointer, always relaxed. Deprecated: `atomic_ref`.',
    '<T, Space: address_space = global_space>',
    ['(pointer: multi_ptr<T, Space>)'],
    [
      ['load', 'The value.', '(order: memory_order = relaxed) -> T'],
      ['store', 'Replaces the value.', '(operand: T, order: memory_order = relaxed)'],
      ['exchange', 'Replaces the value and gives the old one.', '(operand: T, order: memory_order = relaxed) -> T'],
      ...FETCH.map(([name, doc]): Row => [name, doc, '(operand: T, order: memory_order = relaxed) -> T']),
      compareExchange('compare_exchange_strong', '', [
        'success: memory_order = relaxed, failure: memory_order = relaxed',
      ]),
    ],
  ),
  ...table('function', at('4.15.4 Atomic types (deprecated)'), [
    ['atomic_load', 'The value of an `atomic`. Deprecated.', '(object: atomic<T>, order: memory_order = relaxed) -> T'],
    [
      'atomic_store',
      'Replaces the value of an `atomic`. Deprecated.',
      '(object: atomic<T>, operand: T, order: memory_order = relaxed)',
    ],
    [
      'atomic_exchange',
      'Replaces the value of an `atomic` and gives the old one. Deprecated.',
      '(object: atomic<T>, operand: T, order: memory_order = relaxed) -> T',
    ],
    ...FETCH.map(
      ([name, doc]): Row => [
        `atomic_${name}`,
        `${doc} Deprecated.`,
        '(object: atomic<T>, operand: T, order: memory_order = relaxed) -> T',
      ],
    ),
  ]),
  ...table('function', at('4.15.1 Barriers and fences'), [
    [
      'atomic_fence',
      'Orders accesses of this work-item to memory before and after it, as far as the scope reaches. It waits for nobody.',
      '(order: memory_order, scope: memory_scope)',
    ],
  ]),
  ...enumOf(
    at('4.15.1 Barriers and fences'),
    'memory_order',
    'How an atomic operation orders the other accesses of its work-item.',
    [
      ['relaxed', 'Not at all.'],
      ['acquire', 'Accesses behind it stay behind. For loads.'],
      ['release', 'Accesses before it stay before. For stores.'],
      ['acq_rel', 'Both. For operations that read and write.'],
      ['seq_cst', 'Both, and all such operations have one order.'],
    ],
  ),
  ...enumOf(
    at('4.15.1 Barriers and fences'),
    'memory_scope',
    'Which work-items an atomic operation or a fence orders accesses for.',
    [
      ['work_item', 'This one alone.'],
      ['sub_group', 'Those of the sub-group.'],
      ['work_group', 'Those of the work-group.'],
      ['device', 'Those of the device.'],
      ['system', 'Those of all devices, and the host.'],
    ],
  ),
  ...table('constant', at('4.15.1 Barriers and fences'), [
    ...['relaxed', 'acquire', 'release', 'acq_rel', 'seq_cst'].map(
      (order): Row => [`memory_order_${order}`, `\`memory_order::${order}\`.`],
    ),
    ...['work_item', 'sub_group', 'work_group', 'device', 'system'].map(
      (scope): Row => [`memory_scope_${scope}`, `\`memory_scope::${scope}\`.`],
    ),
  ]),
  ...classOf(
    at('4.15.2 device_event class'),
    'device_event',
    'Stands for a copy that a work-group began.',
    '',
    [],
    [['wait', 'Waits for the copy. `wait_for` of the group does that for all its work-items.', '()']],
  ),
];

const REDUCTIONS: readonly ApiEntry[] = [
  ...table('function', at('4.9.2.1 reduction interface'), [
    [
      'reduction',
      'What `parallel_for` combines into one result: each work-item gets a `reducer` for it. The old value is combined too, unless a property says otherwise.',
      '(result: buffer<T, D>, h: handler&, op: BinaryOperation, properties: property_list = {})',
      '(result: T*, op: BinaryOperation, properties: property_list = {})',
      '(results: span<T>, op: BinaryOperation, properties: property_list = {})',
      '(result: T*, identity: T, op: BinaryOperation, properties: property_list = {})',
    ],
  ]),
  ...classOf(
    at('4.9.2.3 reducer class'),
    'reducer',
    'A parameter of a kernel that takes the partial results of a work-item. It has the operator of its operation: `sum += x`.',
    '<T, BinaryOperation, D: int>',
    [],
    [
      ['combine', 'Combines a partial result.', '(partial: const T&) -> reducer&'],
      ['identity', 'The value that changes nothing.', '() -> T'],
    ],
  ),
];

export const SYCL_GROUPS: readonly ApiEntry[] = [...GROUPS, ...OBJECTS, ...ATOMICS, ...REDUCTIONS];
