/** Queues, handlers, events: where kernels are launched (SYCL 2020, 4.6.5, 4.6.6, 4.9.4); attributes; namespaces. */

import { type ApiEntry, classOf, enumOf, type Row, table } from './entry.ts';

const at = (section: string, of = '') => ({ language: 'sycl', section, of }) as const;

const SHORT = 'A command group with this alone.';
/** In a queue's short form events may stand before the kernel, or behind the arguments of a copy. */
const launches = (result: string, events: boolean): readonly Row[] => {
  const dependences = events ? ['', 'after: event, ', 'after: vector<event>, '] : [''];
  const short = events ? ` ${SHORT}` : '';
  return [
    [
      'parallel_for',
      `Runs a kernel for each item of the index space: with an \`item\` or \`id\` over a \`range\`, with an \`nd_item\` over an \`nd_range\`. Reductions stand before the kernel.${short}`,
      ...['size: range<D>', 'space: nd_range<D>'].flatMap((space) =>
        dependences.map((after) => `<Name>(${space}, ${after}reductions...: Reductions, kernel: Kernel)${result}`),
      ),
    ],
    [
      'single_task',
      `Runs a kernel once.${short}`,
      ...dependences.map((after) => `<Name>(${after}kernel: Kernel)${result}`),
    ],
  ];
};
const transfers = (result: string, events: boolean): readonly Row[] => {
  const dependences = events ? ['', ', after: event', ', after: vector<event>'] : [''];
  const each = (parameters: string): string[] => dependences.map((after) => `(${parameters}${after})${result}`);
  const typed = (parameters: string): string[] => each(parameters).map((form) => `<T>${form}`);
  const short = events ? ` ${SHORT}` : '';
  return [
    [
      'memcpy',
      `Copies bytes between pointers of unified shared memory or the host. The destination stands first.${short}`,
      ...each('to: void*, from: const void*, bytes: size_t'),
    ],
    [
      'copy',
      `Copies elements. The source stands first.${short}`,
      ...typed('from: const T*, to: T*, count: size_t'),
      `(from: accessor<T, D>, to: T*)${result}`,
      `(from: const T*, to: accessor<T, D>)${result}`,
      `(from: accessor<T, D>, to: accessor<T, D>)${result}`,
    ],
    ['memset', `Sets bytes.${short}`, ...each('pointer: void*, value: int, bytes: size_t')],
    [
      'fill',
      `Fills memory with copies of a value.${short}`,
      ...typed('pointer: void*, pattern: const T&, count: size_t'),
      `(to: accessor<T, D>, value: const T&)${result}`,
    ],
    [
      'prefetch',
      `Asks for shared memory to be brought to the device. A hint.${short}`,
      ...each('pointer: const void*, bytes: size_t'),
    ],
    [
      'mem_advise',
      `Says how shared memory will be used, by a number of the backend's. A hint.${short}`,
      ...each('pointer: const void*, bytes: size_t, advice: int'),
    ],
    ['update_host', `Brings the host's copy of a buffer up to date.${short}`, `(a: accessor<T, D>)${result}`],
  ];
};

const QUEUE = classOf(
  at('4.6.5 Queue class'),
  'queue',
  'Takes command groups for one device and runs them as their dependences allow; with the property `in_order` one after the other.',
  '',
  [
    '(properties: property_list = {})',
    '(selector: DeviceSelector, properties: property_list = {})',
    '(selector: DeviceSelector, handler: async_handler, properties: property_list = {})',
    '(d: const device&, properties: property_list = {})',
    '(c: const context&, d: const device&, properties: property_list = {})',
  ],
  [
    [
      'submit',
      'Hands over a command group: a function that gets a `handler` and states dependences and one command.',
      '(group: CommandGroup) -> event',
    ],
    ...launches(' -> event', true),
    ...transfers(' -> event', true),
    ['wait', 'Waits for all commands of the queue.', '()'],
    ['wait_and_throw', 'Waits for all commands of the queue and hands errors to its handler.', '()'],
    ['throw_asynchronous', 'Hands errors that came up to the handler of the queue.', '()'],
    ['get_device', 'The device that it is for.', '() -> device'],
    ['get_context', 'The context that it is in.', '() -> context'],
    ['is_in_order', 'Whether commands run one after the other.', '() -> bool'],
    ['get_backend', 'What it is implemented with.', '() -> backend'],
    ['get_info', 'A property that is named by `sycl::info::queue`.', '<Info>() -> Info::return_type'],
  ],
);

const HANDLER = classOf(
  at('4.9.4 Command group handler class'),
  'handler',
  'Inside a command group: takes its dependences and its one command.',
  '',
  [],
  [
    ...launches('', false),
    [
      'parallel_for_work_group',
      'Runs a kernel once for each work-group; `parallel_for_work_item` inside it runs for the work-items. Deprecated.',
      '<Name>(groups: range<D>, kernel: Kernel)',
      '<Name>(groups: range<D>, size: range<D>, kernel: Kernel)',
    ],
    ...transfers('', false),
    ['depends_on', 'The command waits for these events.', '(after: event)', '(after: const vector<event>&)'],
    ['require', 'The command uses a placeholder accessor.', '(a: accessor<T, D>)'],
    ['set_arg', "Sets an argument of a backend's kernel.", '(index: int, argument: T)'],
    ['set_args', "Sets all arguments of a backend's kernel.", '(arguments...: Arguments)'],
    [
      'host_task',
      'Runs a function on the host when the dependences of the command group are done.',
      '(task: HostTask)',
    ],
    [
      'set_specialization_constant',
      'Gives a specialization constant its value for this command group.',
      '<Constant>(value: T)',
    ],
    ['get_specialization_constant', 'The value of a specialization constant.', '<Constant>() -> T'],
    ['use_kernel_bundle', 'Kernels of the command group come from this bundle.', '(bundle: const kernel_bundle&)'],
  ],
);

const EVENT = classOf(
  at('4.6.6 Event class'),
  'event',
  'Stands for a command that was submitted.',
  '',
  ['()'],
  [
    ['wait', 'Waits for the command; the static form for several.', '()', '(events: const vector<event>&)'],
    [
      'wait_and_throw',
      'Waits for the command and hands errors to the handler of its queue.',
      '()',
      '(events: const vector<event>&)',
    ],
    ['get_wait_list', 'The events that the command itself waits for.', '() -> vector<event>'],
    ['get_info', 'A property that is named by `sycl::info::event`.', '<Info>() -> Info::return_type'],
    [
      'get_profiling_info',
      'A time of the command in nanoseconds, named by `sycl::info::event_profiling`. The queue needs `enable_profiling`.',
      '<Info>() -> Info::return_type',
    ],
  ],
);

const OTHERS: readonly ApiEntry[] = [
  ...classOf(
    at('4.6.4 Device class'),
    'device',
    'A device that kernels can run on.',
    '',
    ['()', '(selector: const DeviceSelector&)'],
    [
      ['get_info', 'A property that is named by `sycl::info::device`.', '<Info>() -> Info::return_type'],
      ['has', 'Whether the device has an aspect.', '(what: aspect) -> bool'],
      ['is_cpu', 'Whether it is a CPU.', '() -> bool'],
      ['is_gpu', 'Whether it is a GPU.', '() -> bool'],
      ['is_accelerator', 'Whether it is an accelerator.', '() -> bool'],
      ['get_platform', 'The platform that it belongs to.', '() -> platform'],
    ],
  ),
  ...table('class', at('4.6.3 Context class'), [
    ['context', 'Devices of a platform that share memory objects and kernels.', '()', '(d: const device&)'],
  ]),
  ...table('class', at('4.6.2 Platform class'), [
    ['platform', 'Devices of one implementation.', '()', '(selector: const DeviceSelector&)'],
  ]),
  ...classOf(
    at('4.16 Stream class'),
    'stream',
    'Prints from device code: `out << x << sycl::endl`.',
    '',
    ['(buffer_bytes: size_t, statement_bytes: size_t, h: handler&)'],
    [
      ['size', 'Bytes of its buffer.', '() -> size_t'],
      ['get_work_item_buffer_size', 'Bytes that one statement may print.', '() -> size_t'],
    ],
  ),
  ...table('constant', at('4.6.1.1 Device selector'), [
    ['default_selector_v', 'Chooses a device by the taste of the implementation.'],
    ['cpu_selector_v', 'Chooses a CPU.'],
    ['gpu_selector_v', 'Chooses a GPU.'],
    ['accelerator_selector_v', 'Chooses an accelerator.'],
  ]),
  ...classOf(
    at('4.13.2 Exception class interface'),
    'exception',
    'What SYCL throws.',
    '',
    ['(code: std::error_code, what: const std::string&)'],
    [
      ['what', 'What happened, in words.', '() -> const char*'],
      ['code', 'What happened, to be compared with `sycl::errc`.', '() -> const std::error_code&'],
      ['has_context', 'Whether it knows the context.', '() -> bool'],
      ['get_context', 'The context in which it happened.', '() -> context'],
    ],
  ),
  ...table('class', at('4.13.2 Exception class interface'), [
    [
      'exception_list',
      'Errors that commands had, as the handler of a queue gets them. Each is a `std::exception_ptr`.',
    ],
  ]),
  ...enumOf(at('4.13.2 Exception class interface'), 'errc', 'What an exception is about.', [
    ['success', 'Nothing went wrong.'],
    ['runtime', 'An error of the runtime.'],
    ['kernel', 'An error of a kernel, before it or while it ran.'],
    ['accessor', 'A wrong use of accessors.'],
    ['nd_range', 'A launch whose sizes do not fit.'],
    ['event', 'A wrong use of events.'],
    ['invalid', 'A wrong argument.'],
    ['memory_allocation', 'Memory was lacking.'],
    ['feature_not_supported', 'The device lacks a feature.'],
  ]),
  ...enumOf(at('4.6.4.5 Aspects'), 'aspect', 'Features of devices.', [
    ['cpu', 'It is a CPU.'],
    ['gpu', 'It is a GPU.'],
    ['accelerator', 'It is an accelerator.'],
    ['fp16', 'It computes with `half`.'],
    ['fp64', 'It computes with `double`.'],
    ['atomic64', 'It has atomic operations of 64 bits.'],
    ['usm_device_allocations', 'It has `malloc_device`.'],
    ['usm_host_allocations', 'It has `malloc_host`.'],
    ['usm_shared_allocations', 'It has `malloc_shared`.'],
    ['usm_atomic_host_allocations', 'Atomic operations on `malloc_host` memory are atomic for the host too.'],
    ['usm_atomic_shared_allocations', 'Atomic operations on `malloc_shared` memory are atomic for the host too.'],
    ['queue_profiling', 'Its queues know the times of commands.'],
  ]),
  ...table('namespace', at('4.3 Header files and namespaces'), [
    ['access', 'Modes, targets and address spaces of accessors and pointers.'],
    ['native', 'Math functions with the precision of the device.'],
    ['half_precision', 'Math functions with ten bits of precision. Deprecated.'],
    ['property', 'Properties of queues, buffers and reductions.'],
    ['info', 'Names of what `get_info` answers.'],
    ['usm', 'Kinds of unified shared memory.'],
    ['ext', 'Extensions.'],
  ]),
  ...table('class', at('4.6.5.5 Properties', 'property::queue'), [
    ['in_order', 'Commands of the queue run one after the other.', '()'],
    ['enable_profiling', 'Events of the queue know when their command ran.', '()'],
  ]),
  ...table('class', at('4.7.2.3 Properties', 'property::buffer'), [
    ['use_host_ptr', 'The buffer uses the memory of the host that it was given.', '()'],
    ['use_mutex', 'The buffer locks a mutex while it uses the memory of the host.', '(mutex: std::mutex&)'],
    ['context_bound', 'The buffer is used in one context only.', '(c: context)'],
  ]),
  ...table('class', at('4.9.2.2 Reduction properties', 'property::reduction'), [
    ['initialize_to_identity', 'The old value of the result is not combined.', '()'],
  ]),
  ...table('namespace', at('4.5.4 Properties', 'property'), [
    ['queue', 'Properties of queues.'],
    ['buffer', 'Properties of buffers.'],
    ['reduction', 'Properties of reductions.'],
  ]),
];

const ATTRIBUTES: readonly ApiEntry[] = [
  ...table('attribute', at('5.8.1 Kernel attributes'), [
    [
      'reqd_work_group_size',
      'The kernel is launched with work-groups of this size only.',
      '(dim0: int)',
      '(dim0: int, dim1: int)',
      '(dim0: int, dim1: int, dim2: int)',
    ],
    [
      'work_group_size_hint',
      'The size that work-groups are likely to have.',
      '(dim0: int)',
      '(dim0: int, dim1: int)',
      '(dim0: int, dim1: int, dim2: int)',
    ],
    ['vec_type_hint', 'The type by which the kernel is likely to be vectorised. Deprecated.', '(type: Type)'],
    ['reqd_sub_group_size', 'The kernel runs with sub-groups of this size.', '(size: uint32_t)'],
    ['device_has', 'The kernel, or a device function, uses features that these aspects name.', '(aspects...: aspect)'],
  ]),
];

export const SYCL_HOST: readonly ApiEntry[] = [...QUEUE, ...HANDLER, ...EVENT, ...OTHERS, ...ATTRIBUTES];
