/** Which key of an event goes to which column. Keys that are not here stay in the column `args`, as written. */

import { ARGS_LEVEL, EVENT_LEVEL, Fields } from './fields.ts';

/** Fields of the event itself, numbered as `knownFields` registers them. */
export const PH = 1;
export const CAT = 2;
export const NAME = 3;
export const PID = 4;
export const TID = 5;
export const TS = 6;
export const DUR = 7;
export const ID = 8;
export const BP = 9;
export const SCOPE = 10;
const EVENT_KEYS = ['ph', 'cat', 'name', 'pid', 'tid', 'ts', 'dur', 'id', 'bp', 's'];

/** Keys that are beyond those told apart. */
export const OVERFLOW = EVENT_KEYS.length + 1;

export type Form = 'int' | 'float' | 'text' | 'triple';

/** Columns of `slice` by key of `args`. */
export const SLICE_ARGS: Readonly<Record<string, readonly [column: string, form: Form]>> = {
  'External id': ['ext', 'int'],
  'external id': ['ext', 'int'],
  'Ev Idx': ['ev_idx', 'int'],
  'Record function id': ['rf_id', 'int'],
  'Sequence number': ['seq_no', 'int'],
  'Fwd thread id': ['fwd_thread', 'int'],
  cbid: ['cbid', 'int'],
  'Input Dims': ['dims', 'text'],
  'Input dims': ['dims', 'text'],
  'Input type': ['types', 'text'],
  'Input Strides': ['strides', 'text'],
  'Concrete Inputs': ['concrete', 'text'],
  'Python id': ['py_id', 'int'],
  'Python parent id': ['py_parent', 'int'],
  'Python module id': ['py_module', 'int'],
  'Call stack': ['stack', 'text'],
  'Module Hierarchy': ['module', 'text'],
  device: ['device', 'int'],
  stream: ['stream', 'int'],
  context: ['context', 'int'],
  correlation: ['corr', 'int'],
  queued: ['queued', 'int'],
  grid: ['grid', 'triple'],
  block: ['block', 'triple'],
  'registers per thread': ['regs', 'int'],
  'shared memory': ['smem', 'int'],
  'blocks per SM': ['blocks_per_sm', 'float'],
  'warps per SM': ['warps_per_sm', 'float'],
  'est. achieved occupancy %': ['occupancy', 'float'],
  'graph id': ['graph', 'int'],
  'graph node id': ['graph_node', 'int'],
  bytes: ['bytes', 'int'],
  'memory bandwidth (GB/s)': ['bandwidth', 'float'],
  cuda_sync_kind: ['sync_kind', 'text'],
  wait_on_stream: ['wait_stream', 'int'],
  wait_on_cuda_event_record_corr_id: ['wait_event_corr', 'int'],
  wait_on_cuda_event_id: ['wait_event', 'int'],
  'Collective name': ['collective', 'text'],
  dtype: ['dtype', 'text'],
  'In msg nelems': ['in_elems', 'int'],
  'Out msg nelems': ['out_elems', 'int'],
  'Group size': ['group_size', 'int'],
  'In split size': ['in_split', 'text'],
  'Out split size': ['out_split', 'text'],
  'Process Group Name': ['pg', 'text'],
  'Process Group Description': ['pg_desc', 'text'],
  'Process Group Ranks': ['pg_ranks', 'text'],
  'Src Rank': ['src_rank', 'int'],
  'Dst Rank': ['dst_rank', 'int'],
  Seq: ['coll_seq', 'int'],
  'Comms Id': ['comms_id', 'text'],
};

/** Columns of `memory` by key of `args`. */
export const MEMORY_ARGS: Readonly<Record<string, readonly [column: string, form: Form]>> = {
  Addr: ['addr', 'int'],
  Bytes: ['bytes', 'int'],
  'Total Allocated': ['allocated', 'int'],
  'Total Reserved': ['reserved', 'int'],
  'Device Type': ['device_type', 'int'],
  'Device Id': ['device', 'int'],
  'External id': ['ext', 'int'],
  'Ev Idx': ['ev_idx', 'int'],
};

/** All keys with a meaning, registered in a fixed order. */
export const knownFields = (): Fields => {
  const fields = new Fields();
  for (const key of EVENT_KEYS) fields.of(EVENT_LEVEL, key);
  fields.of(EVENT_LEVEL, '\u0000overflow');
  for (const key of [...Object.keys(SLICE_ARGS), ...Object.keys(MEMORY_ARGS)]) fields.of(ARGS_LEVEL, key);
  return fields;
};

const KINETO_CATEGORIES =
  /^(?:cpu_op|user_annotation|gpu_user_annotation|gpu_mem(?:cpy|set)|kernel|external_correlation|cuda_(?:runtime|driver|sync|event|profiler_range)|cpu_instant_event|python_function|overhead|mtia_\w+|glow_runtime|hpu_op|xpu_\w+|collective_comm|privateuse1_\w+|ac2g|async_cpu_to_gpu|async_gpu|fwdbwd|forward_backward|Trace|Kernel|Runtime|Memcpy|Memset|Operator|hip_\w+)$/;

/** Whether Kineto writes this category, in any of its generations. */
export const isKinetoCategory = (category: string): boolean => KINETO_CATEGORIES.test(category);
