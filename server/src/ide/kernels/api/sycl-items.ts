/** Index spaces and the items in them (SYCL 2020, 4.9.1). */

import { type ApiEntry, classOf, each, type Row } from './entry.ts';

const at = (section: string) => ({ language: 'sycl', section }) as const;

const SIZES: readonly string[] = [
  '()',
  '(dim0: size_t)',
  '(dim0: size_t, dim1: size_t)',
  '(dim0: size_t, dim1: size_t, dim2: size_t)',
];
const GET: Row = ['get', 'The value in one dimension, counted from 0.', '(dimension: int) -> size_t'];

const RANGE = classOf(
  at('4.9.1.1 range class'),
  'range',
  'Extents in one to three dimensions: of an index space, a buffer, a work-group. The last dimension varies fastest.',
  '<D: int = 1>',
  SIZES,
  [GET, ['size', 'The product of the extents.', '() -> size_t']],
);
const ID = classOf(
  at('4.9.1.3 id class'),
  'id',
  'A position in one to three dimensions. One of one dimension converts to a number.',
  '<D: int = 1>',
  [...SIZES, '(size: const range<D>&)', '(item: const item<D>&)'],
  [GET],
);
const ND_RANGE = classOf(
  at('4.9.1.2 nd_range class'),
  'nd_range',
  'An index space that is cut into work-groups. The work-group size divides the global size in each dimension.',
  '<D: int = 1>',
  ['(global: range<D>, local: range<D>)', '(global: range<D>, local: range<D>, offset: id<D>)'],
  [
    ['get_global_range', 'Work-items in all, by dimension.', '() -> range<D>'],
    ['get_local_range', 'Work-items of a work-group, by dimension.', '() -> range<D>'],
    ['get_group_range', 'Work-groups, by dimension.', '() -> range<D>'],
    ['get_offset', 'What is added to every global id. Deprecated.', '() -> id<D>'],
  ],
);
const ITEM = classOf(
  at('4.9.1.4 item class'),
  'item',
  'A work-item of a kernel that was launched over a `range`: it knows no work-group, so it has no barriers.',
  '<D: int = 1, WithOffset: bool = true>',
  [],
  [
    ['get_id', 'Position in the index space.', ...each('id<D>', 'size_t')],
    ['get_range', 'Extents of the index space.', ...each('range<D>', 'size_t')],
    ['get_linear_id', 'Position as one number, the last dimension fastest.', '() -> size_t'],
    ['get_offset', 'What was added to the ids. Deprecated.', '() -> id<D>'],
  ],
);

const BARRIER: Row = [
  'barrier',
  'Waits for all work-items of the work-group and orders their accesses to the memory that is named. All of them must come here. The older form of `group_barrier`.',
  '(space: fence_space = global_and_local)',
];
const MEM_FENCE: Row = [
  'mem_fence',
  'Orders accesses of this work-item without waiting for others. Deprecated: `atomic_fence` says order and scope.',
  '(space: fence_space = global_and_local)',
];
const COPY: Row = [
  'async_work_group_copy',
  'Begins a copy between global and local memory that the work-group makes together: all its work-items call it with the same arguments. Done after `wait_for`.',
  '<T>(to: decorated_local_ptr<T>, from: decorated_global_ptr<T>, count: size_t) -> device_event',
  '<T>(to: decorated_global_ptr<T>, from: decorated_local_ptr<T>, count: size_t) -> device_event',
  '<T>(to: decorated_local_ptr<T>, from: decorated_global_ptr<T>, count: size_t, stride: size_t) -> device_event',
  '<T>(to: decorated_global_ptr<T>, from: decorated_local_ptr<T>, count: size_t, stride: size_t) -> device_event',
];
const WAIT_FOR: Row = ['wait_for', 'Waits for copies that the work-group began.', '(events...: device_event)'];

const ND_ITEM = classOf(
  at('4.9.1.5 nd_item class'),
  'nd_item',
  'A work-item of a kernel that was launched over an `nd_range`: it has a place in the index space and in a work-group.',
  '<D: int = 1>',
  [],
  [
    ['get_global_id', 'Position in the whole index space.', ...each('id<D>', 'size_t')],
    [
      'get_global_linear_id',
      'Position in the whole index space as one number, the last dimension fastest.',
      '() -> size_t',
    ],
    ['get_local_id', 'Position in the work-group.', ...each('id<D>', 'size_t')],
    ['get_local_linear_id', 'Position in the work-group as one number, the last dimension fastest.', '() -> size_t'],
    ['get_group', 'The work-group, or its position in one dimension.', '() -> group<D>', '(dimension: int) -> size_t'],
    ['get_sub_group', 'The sub-group.', '() -> sub_group'],
    ['get_group_linear_id', 'Position of the work-group as one number.', '() -> size_t'],
    ['get_group_range', 'Work-groups in the index space.', ...each('range<D>', 'size_t')],
    ['get_global_range', 'Work-items in the index space.', ...each('range<D>', 'size_t')],
    ['get_local_range', 'Work-items in the work-group.', ...each('range<D>', 'size_t')],
    ['get_offset', 'What was added to the global ids. Deprecated.', '() -> id<D>'],
    ['get_item', 'The work-item without its work-group. Of implementations before SYCL 2020.', '() -> item<D>'],
    [
      'get_global_size',
      'Work-items in the index space. Of implementations before SYCL 2020; today `get_global_range`.',
      ...each('range<D>', 'size_t'),
    ],
    [
      'get_global_linear_range',
      'Number of work-items in the index space. Of implementations before SYCL 2020.',
      '() -> size_t',
    ],
    ['get_nd_range', 'The index space with its work-groups.', '() -> nd_range<D>'],
    BARRIER,
    MEM_FENCE,
    COPY,
    WAIT_FOR,
  ],
);

const LANES = '(x: T, lane: id<1>) -> T';
const DELTA = '(x: T, delta: uint32_t) -> T';
/** Members of groups before SYCL 2020. */
const OLD_VOTES: readonly Row[] = [
  [
    'any',
    'Whether the condition holds for some work-item. Before SYCL 2020; today `any_of_group`.',
    '(condition: bool) -> bool',
  ],
  [
    'all',
    'Whether the condition holds for every work-item. Before SYCL 2020; today `all_of_group`.',
    '(condition: bool) -> bool',
  ],
];
const OLD_SUB_GROUP: readonly Row[] = [
  ['shuffle', 'The value of the work-item that is named. Before SYCL 2020; today `select_from_group`.', LANES],
  ['shuffle_down', 'The value of the work-item this far behind. Before SYCL 2020; today `shift_group_left`.', DELTA],
  ['shuffle_up', 'The value of the work-item this far before. Before SYCL 2020; today `shift_group_right`.', DELTA],
  [
    'shuffle_xor',
    'The value of the work-item whose id differs in these bits. Before SYCL 2020; today `permute_group_by_xor`.',
    LANES,
  ],
  [
    'reduce',
    'Combines the values of all work-items. Before SYCL 2020; today `reduce_over_group`.',
    '(x: T, op: BinaryOperation) -> T',
  ],
  [
    'inclusive_scan',
    'Combines the values up to this work-item. Before SYCL 2020; today `inclusive_scan_over_group`.',
    '(x: T, op: BinaryOperation) -> T',
  ],
  [
    'exclusive_scan',
    'Combines the values before this work-item. Before SYCL 2020; today `exclusive_scan_over_group`.',
    '(x: T, op: BinaryOperation) -> T',
  ],
  ['broadcast', 'The value of one work-item for all. Before SYCL 2020; today `group_broadcast`.', LANES],
];

const GROUP = classOf(
  at('4.9.1.7 group class'),
  'group',
  'The work-group of a work-item: what barriers and group algorithms take.',
  '<D: int = 1>',
  [],
  [
    ['get_group_id', 'Position of the work-group.', ...each('id<D>', 'size_t')],
    ['get_id', 'Position of the work-group. Before SYCL 2020; today `get_group_id`.', ...each('id<D>', 'size_t')],
    ['get_local_id', 'Position of this work-item in the work-group.', ...each('id<D>', 'size_t')],
    ['get_local_range', 'Work-items in the work-group.', ...each('range<D>', 'size_t')],
    ['get_group_range', 'Work-groups in the index space.', ...each('range<D>', 'size_t')],
    ['get_max_local_range', 'Work-items that the largest work-group has.', '() -> range<D>'],
    ['get_group_linear_id', 'Position of the work-group as one number.', '() -> size_t'],
    [
      'get_linear_id',
      'Position of the work-group as one number. Before SYCL 2020; today `get_group_linear_id`.',
      '() -> size_t',
    ],
    ['get_local_linear_id', 'Position of this work-item in the work-group as one number.', '() -> size_t'],
    ['get_group_linear_range', 'Number of work-groups.', '() -> size_t'],
    ['get_local_linear_range', 'Number of work-items in the work-group.', '() -> size_t'],
    ['get_global_range', 'Work-items in the index space. Before SYCL 2020.', ...each('range<D>', 'size_t')],
    ['leader', 'True in one work-item of the work-group, the first.', '() -> bool'],
    [
      'parallel_for_work_item',
      'In a hierarchical kernel: runs the function for each work-item of the work-group, then waits for all. Deprecated.',
      '(function: Kernel)',
      '(size: range<D>, function: Kernel)',
    ],
    COPY,
    WAIT_FOR,
    MEM_FENCE,
    ...OLD_VOTES,
  ],
);

const SUB_GROUP = classOf(
  at('4.9.1.8 sub_group class'),
  'sub_group',
  'The work-items of a work-group that run together, as many as the device or `reqd_sub_group_size` says.',
  '',
  [],
  [
    ['get_group_id', 'Position of the sub-group in the work-group.', '() -> id<1>'],
    ['get_local_id', 'Position of this work-item in the sub-group.', '() -> id<1>'],
    ['get_local_range', 'Work-items in the sub-group; the last one may have fewer.', '() -> range<1>'],
    ['get_group_range', 'Sub-groups in the work-group.', '() -> range<1>'],
    ['get_max_local_range', 'Work-items of the largest sub-group.', '() -> range<1>'],
    ['get_group_linear_id', 'Position of the sub-group in the work-group.', '() -> uint32_t'],
    ['get_local_linear_id', 'Position of this work-item in the sub-group.', '() -> uint32_t'],
    ['get_group_linear_range', 'Number of sub-groups in the work-group.', '() -> uint32_t'],
    ['get_local_linear_range', 'Number of work-items in the sub-group.', '() -> uint32_t'],
    ['leader', 'True in one work-item of the sub-group, the first.', '() -> bool'],
    ['barrier', 'Waits for all work-items of the sub-group. Before SYCL 2020; today `group_barrier`.', '()'],
    ...OLD_VOTES,
    ...OLD_SUB_GROUP,
  ],
);

const H_ITEM = classOf(
  at('4.9.1.6 h_item class (deprecated)'),
  'h_item',
  'A work-item inside `parallel_for_work_item`: its logical ids are those asked for, the physical ones those of the device.',
  '<D: int = 1>',
  [],
  [
    ['get_global', 'The work-item in the whole index space.', '() -> item<D>'],
    ['get_local', 'The work-item in the work-group.', '() -> item<D>'],
    ['get_logical_local', 'The work-item in the work-group as it was asked for.', '() -> item<D>'],
    ['get_physical_local', 'The work-item in the work-group of the device.', '() -> item<D>'],
    ['get_global_range', 'Extents of the whole index space.', ...each('range<D>', 'size_t')],
    ['get_global_id', 'Position in the whole index space.', ...each('id<D>', 'size_t')],
    ['get_local_range', 'Extents of the work-group.', ...each('range<D>', 'size_t')],
    ['get_local_id', 'Position in the work-group.', ...each('id<D>', 'size_t')],
    ['get_logical_local_range', 'Extents of the work-group as asked for.', ...each('range<D>', 'size_t')],
    ['get_logical_local_id', 'Position in the work-group as asked for.', ...each('id<D>', 'size_t')],
    ['get_physical_local_range', 'Extents of the work-group of the device.', ...each('range<D>', 'size_t')],
    ['get_physical_local_id', 'Position in the work-group of the device.', ...each('id<D>', 'size_t')],
  ],
);

const KERNEL_HANDLER = classOf(
  at('4.9.5.3 Reading the value of a specialization constant from device code'),
  'kernel_handler',
  'A further parameter of a kernel that reads specialization constants.',
  '',
  [],
  [['get_specialization_constant', 'The value of a specialization constant.', '<Constant>() -> T']],
);

export const SYCL_ITEMS: readonly ApiEntry[] = [
  ...RANGE,
  ...ID,
  ...ND_RANGE,
  ...ITEM,
  ...ND_ITEM,
  ...GROUP,
  ...SUB_GROUP,
  ...H_ITEM,
  ...KERNEL_HANDLER,
];
