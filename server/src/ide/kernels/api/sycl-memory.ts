/** Buffers, accessors, pointers with an address space, unified shared memory, local memory (SYCL 2020, 4.7 and 4.8). */

import { type ApiEntry, classOf, enumOf, type Row, table } from './entry.ts';

const at = (section: string, of = '') => ({ language: 'sycl', section, of }) as const;

export const TAGS = '4.7.6.3 Deduction tags';

const BUFFER = classOf(
  at('4.7.2 Buffers'),
  'buffer',
  'Memory of one to three dimensions that kernels reach through accessors; the runtime moves it and orders the kernels that use it. Its destruction waits and writes back to the host.',
  '<T, D: int = 1>',
  [
    '(size: const range<D>&, properties: property_list = {})',
    '(host: T*, size: const range<D>&, properties: property_list = {})',
    '(first: InputIterator, last: InputIterator, properties: property_list = {})',
    '(container: Container&, properties: property_list = {})',
    '(whole: buffer<T, D>&, start: const id<D>&, size: const range<D>&)',
  ],
  [
    [
      'get_access',
      'An accessor for a command group. Without a handler one for the host, which is deprecated: `host_accessor`.',
      '<Mode: access_mode = read_write, Target: target = device>(h: handler&) -> accessor<T, D, Mode, Target>',
      '<Mode: access_mode = read_write, Target: target = device>(h: handler&, size: range<D>, offset: id<D> = {}) -> accessor<T, D, Mode, Target>',
      '<Mode: access_mode>() -> accessor<T, D, Mode, host_buffer>',
    ],
    [
      'get_host_access',
      'A `host_accessor` of the buffer: waits until its data is there.',
      '(arguments...: Arguments) -> host_accessor<T, D>',
    ],
    ['get_range', 'Extents.', '() -> range<D>'],
    ['size', 'Number of elements.', '() -> size_t'],
    ['byte_size', 'Bytes of all elements.', '() -> size_t'],
    ['get_count', 'Number of elements. Deprecated: `size`.', '() -> size_t'],
    ['get_size', 'Bytes of all elements. Deprecated: `byte_size`.', '() -> size_t'],
    [
      'set_final_data',
      'Where the data is written when the buffer is destroyed; `nullptr` for nowhere.',
      '(to: Destination = nullptr)',
    ],
    ['set_write_back', 'Whether the data is written back when the buffer is destroyed.', '(flag: bool = true)'],
    ['is_sub_buffer', 'Whether it is a part of another buffer.', '() -> bool'],
    [
      'reinterpret',
      'The same memory with other elements or extents; its bytes stay as many.',
      '<U, E: int>(size: range<E>) -> buffer<U, E>',
    ],
  ],
);

const POINTERS: readonly Row[] = [
  [
    'get_multi_ptr',
    'A pointer to the first element, with its address space in its type.',
    '<Decorated: decorated>() -> multi_ptr<T, global_space, Decorated>',
  ],
  ['get_pointer', 'A pointer to the first element. Deprecated for device code: `get_multi_ptr`.', '() -> T*'],
];
const CONTAINER: readonly Row[] = [
  ['size', 'Number of elements that it reaches.', '() -> size_t'],
  ['byte_size', 'Bytes of the elements that it reaches.', '() -> size_t'],
  ['max_size', 'Number of elements that an accessor of this type could reach.', '() -> size_t'],
  ['get_count', 'Number of elements. Deprecated: `size`.', '() -> size_t'],
  ['get_size', 'Bytes. Deprecated: `byte_size`.', '() -> size_t'],
  ['empty', 'Whether it reaches no element.', '() -> bool'],
  ['get_range', 'Extents that it reaches.', '() -> range<D>'],
  ['begin', 'Iterator to the first element.', '() -> T*'],
  ['end', 'Iterator behind the last element.', '() -> T*'],
  ['cbegin', 'Read-only iterator to the first element.', '() -> const T*'],
  ['cend', 'Read-only iterator behind the last element.', '() -> const T*'],
  ['data', 'A pointer to the first element.', '() -> T*'],
  ['swap', 'Exchanges two accessors of one type.', '(other: Accessor&)'],
];
const OFFSET: Row = ['get_offset', 'Where in the buffer it begins.', '() -> id<D>'];
const PLACEHOLDER: Row = ['is_placeholder', 'Whether a command group must `require` it first.', '() -> bool'];

const ACCESSORS: readonly ApiEntry[] = [
  ...classOf(
    at('4.7.6.9 Buffer accessor for commands'),
    'accessor',
    'What a kernel reaches a buffer through. Its mode and the deduction tag say how; the runtime orders command groups by it.',
    '<T, D: int = 1, Mode: access_mode = read_write, Target: target = device>',
    [
      '(b: buffer<T, D>&, properties: property_list = {})',
      '(b: buffer<T, D>&, tag: access_tag, properties: property_list = {})',
      '(b: buffer<T, D>&, h: handler&, properties: property_list = {})',
      '(b: buffer<T, D>&, h: handler&, tag: access_tag, properties: property_list = {})',
      '(b: buffer<T, D>&, h: handler&, size: range<D>, tag: access_tag, properties: property_list = {})',
      '(b: buffer<T, D>&, h: handler&, size: range<D>, offset: id<D>, tag: access_tag, properties: property_list = {})',
    ],
    [...POINTERS, ...CONTAINER, OFFSET, PLACEHOLDER],
  ),
  ...classOf(
    at('4.7.6.10 Buffer accessor for host code'),
    'host_accessor',
    'What host code reaches a buffer through. Making one waits for the kernels that use the buffer; while it lives they wait.',
    '<T, D: int = 1, Mode: access_mode = read_write>',
    [
      '(b: buffer<T, D>&, properties: property_list = {})',
      '(b: buffer<T, D>&, tag: access_tag, properties: property_list = {})',
      '(b: buffer<T, D>&, size: range<D>, tag: access_tag, properties: property_list = {})',
      '(b: buffer<T, D>&, size: range<D>, offset: id<D>, tag: access_tag, properties: property_list = {})',
    ],
    [...POINTERS.slice(1), ...CONTAINER, OFFSET],
  ),
  ...classOf(
    at('4.7.6.11 Local accessor'),
    'local_accessor',
    'Memory that the work-items of a work-group share, not initialised; made for each work-group and gone with it.',
    '<T, D: int = 1>',
    ['(size: range<D>, h: handler&, properties: property_list = {})', '(h: handler&, properties: property_list = {})'],
    [
      [
        'get_multi_ptr',
        'A pointer to the first element, with its address space in its type.',
        '<Decorated: decorated>() -> multi_ptr<T, local_space, Decorated>',
      ],
      ...POINTERS.slice(1),
      ...CONTAINER,
    ],
  ),
];

const MULTI_PTR: readonly ApiEntry[] = [
  ...classOf(
    at('4.7.7.1 Multi-pointer class'),
    'multi_ptr',
    'A pointer whose type says which address space it points into. It is used like a plain pointer.',
    '<T, Space: address_space, Decorated: decorated = legacy>',
    ['()', '(pointer: T*)', '(a: accessor<T, D>)', '(a: local_accessor<T, D>)'],
    [
      ['get', 'The pointer, decorated as the type says.', '() -> T*'],
      ['get_raw', 'The pointer without its address space.', '() -> T*'],
      ['get_decorated', 'The pointer with its address space.', '() -> T*'],
      ['prefetch', 'Asks for elements of global memory to be brought near; changes nothing else.', '(count: size_t)'],
    ],
  ),
  ...table('type', at('4.7.7.2 Explicit pointer aliases'), [
    ['global_ptr', '`multi_ptr` into global memory.', '<T, Decorated: decorated = legacy>'],
    ['local_ptr', '`multi_ptr` into local memory.', '<T, Decorated: decorated = legacy>'],
    ['private_ptr', '`multi_ptr` into private memory.', '<T, Decorated: decorated = legacy>'],
    ['constant_ptr', '`multi_ptr` into constant memory. Deprecated.', '<T>'],
    [
      'generic_ptr',
      '`multi_ptr` into an address space that is known at run time.',
      '<T, Decorated: decorated = legacy>',
    ],
    ...['global', 'local', 'private', 'generic'].flatMap((space): Row[] => [
      [`raw_${space}_ptr`, `\`multi_ptr\` into ${space} memory whose pointer is plain.`, '<T>'],
      [`decorated_${space}_ptr`, `\`multi_ptr\` into ${space} memory whose pointer carries the address space.`, '<T>'],
    ]),
  ]),
  ...table('function', at('4.7.7.1 Multi-pointer class'), [
    [
      'address_space_cast',
      'A plain pointer as a `multi_ptr`. The pointer must point into that space.',
      '<Space: address_space, Decorated: decorated>(pointer: T*) -> multi_ptr<T, Space, Decorated>',
    ],
    [
      'make_ptr',
      'A plain pointer as a `multi_ptr`. Before SYCL 2020; today `address_space_cast`.',
      '<T, Space: address_space>(pointer: T*) -> multi_ptr<T, Space>',
    ],
    [
      'make_multi_ptr',
      'A plain pointer as a `multi_ptr`.',
      '<Space: address_space, Decorated: decorated>(pointer: T*) -> multi_ptr<T, Space, Decorated>',
    ],
  ]),
];

const allocation = (kind: string, what: string): readonly Row[] => [
  [
    `malloc_${kind}`,
    `Allocates ${what}. Null where it fails; \`sycl::free\` releases it.`,
    '<T>(count: size_t, q: const queue&, properties: property_list = {}) -> T*',
    '<T>(count: size_t, d: const device&, c: const context&, properties: property_list = {}) -> T*',
    '(bytes: size_t, q: const queue&, properties: property_list = {}) -> void*',
  ],
  [
    `aligned_alloc_${kind}`,
    `Allocates ${what}, at an address that is a multiple of \`alignment\`.`,
    '<T>(alignment: size_t, count: size_t, q: const queue&, properties: property_list = {}) -> T*',
    '(alignment: size_t, bytes: size_t, q: const queue&, properties: property_list = {}) -> void*',
  ],
];
const USM: readonly ApiEntry[] = [
  ...table(
    'function',
    at('4.8.3.2 Device allocation functions'),
    allocation('device', 'memory of the device, which the host cannot read or write'),
  ),
  ...table(
    'function',
    at('4.8.3.3 Host allocation functions'),
    allocation('host', 'memory of the host that devices can reach'),
  ),
  ...table(
    'function',
    at('4.8.3.4 Shared allocation functions'),
    allocation('shared', 'memory that moves between host and device as it is used'),
  ),
  ...table('function', at('4.8.3.5 Parameterized allocation functions'), [
    [
      'malloc',
      'Allocates memory of the kind that is named.',
      '<T>(count: size_t, q: const queue&, kind: alloc, properties: property_list = {}) -> T*',
      '(bytes: size_t, q: const queue&, kind: alloc, properties: property_list = {}) -> void*',
    ],
    [
      'aligned_alloc',
      'Allocates memory of the kind that is named, at an address that is a multiple of `alignment`.',
      '<T>(alignment: size_t, count: size_t, q: const queue&, kind: alloc, properties: property_list = {}) -> T*',
    ],
  ]),
  ...table('function', at('4.8.3.6 Memory deallocation functions'), [
    [
      'free',
      'Releases memory of one of the `malloc` functions. What still runs on it must be waited for first.',
      '(pointer: void*, q: const queue&)',
      '(pointer: void*, c: const context&)',
    ],
  ]),
  ...enumOf(
    at('4.8.2 Kinds of unified shared memory', 'usm'),
    'alloc',
    'Kinds of unified shared memory, in `sycl::usm`.',
    [
      ['host', 'Of the host, within reach of devices.'],
      ['device', 'Of a device.'],
      ['shared', 'Moves between host and device.'],
      ['unknown', 'Of none of the kinds.'],
    ],
  ),
];

const ENUMS: readonly ApiEntry[] = [
  ...enumOf(at('4.7.6.2 Access modes'), 'access_mode', 'What an accessor may do.', [
    ['read', 'Reads only.'],
    ['write', 'Writes only; what was there stays unless it is overwritten.'],
    ['read_write', 'Reads and writes.'],
    ['discard_write', 'Writes only, the old contents are not wanted. Deprecated: `no_init`.'],
    ['discard_read_write', 'Reads what it wrote itself. Deprecated: `no_init`.'],
    ['atomic', 'Through atomic operations only. Deprecated: `atomic_ref`.'],
  ]),
  ...enumOf(at('4.7.6.9 Buffer accessor for commands'), 'target', 'Where an accessor is used.', [
    ['device', 'In a kernel: global memory.'],
    ['host_task', 'In a host task.'],
    ['global_buffer', 'In a kernel. Deprecated: `device`.'],
    ['local', 'Local memory of a kernel. Deprecated: `local_accessor`.'],
    ['constant_buffer', 'Constant memory of a kernel. Deprecated.'],
    ['host_buffer', 'On the host. Deprecated: `host_accessor`.'],
  ]),
  ...enumOf(at('4.7.7.1 Multi-pointer class', 'access'), 'address_space', 'Memories that a pointer points into.', [
    ['global_space', 'Memory that all work-items share.'],
    ['local_space', 'Memory of the work-group.'],
    ['private_space', 'Memory of the work-item.'],
    ['generic_space', 'One of the others, known at run time.'],
    ['constant_space', 'Read-only memory. Deprecated.'],
  ]),
  ...enumOf(
    at('4.7.7.1 Multi-pointer class', 'access'),
    'decorated',
    "Whether a `multi_ptr`'s pointer carries its address space.",
    [
      ['no', 'A plain pointer.'],
      ['yes', 'A pointer with its address space.'],
      ['legacy', 'As before SYCL 2020. Deprecated.'],
    ],
  ),
  ...enumOf(at('4.9.1.5 nd_item class', 'access'), 'fence_space', 'Memories that `barrier` and `mem_fence` order.', [
    ['local_space', 'Local memory.'],
    ['global_space', 'Global memory.'],
    ['global_and_local', 'Both.'],
  ]),
  ...enumOf(
    at('4.7.6.9.4 Deprecated features of the accessor class', 'access'),
    'placeholder',
    'Whether an accessor is made without its buffer. Deprecated.',
    [
      ['true_t', 'It is.'],
      ['false_t', 'It is not.'],
    ],
  ),
  // Older names: see `RENAMED`.
  ...table('enum', at('4.7.6.9.4 Deprecated features of the accessor class', 'access'), [
    ['mode', 'What an accessor may do. The older name of `access_mode`.'],
    ['target', 'Where an accessor is used. The older name of `sycl::target`.'],
  ]),
  ...table('constant', at(TAGS), [
    ['read_only', 'The accessor reads.'],
    ['write_only', 'The accessor writes.'],
    ['read_write', 'The accessor reads and writes.'],
    ['read_only_host_task', 'The accessor reads, in a host task.'],
    ['write_only_host_task', 'The accessor writes, in a host task.'],
    ['read_write_host_task', 'The accessor reads and writes, in a host task.'],
  ]),
  ...table('constant', at('4.7.6.4 Properties'), [
    ['no_init', 'As a property of an accessor: what the buffer held is not wanted.'],
  ]),
  ...table('class', at('4.5.4 Properties'), [
    [
      'property_list',
      'Properties that an object is made with: `{sycl::property::queue::in_order{}}`.',
      '(properties...: Properties)',
    ],
  ]),
];

export const SYCL_MEMORY: readonly ApiEntry[] = [...BUFFER, ...ACCESSORS, ...MULTI_PTR, ...USM, ...ENUMS];
