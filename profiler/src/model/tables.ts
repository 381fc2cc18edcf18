/**
 * The canonical model: every table of a run directory, its columns, types and units. One typed table; the Parquet writer,
 * the views of `openRun`, the manifest and `docs/profiler-schema.md` are made from it.
 *
 * Ids (`id`, `track`, `name`) are local to a rank: a key is (rank, id). Times are integer nanoseconds; `ts` counts from the
 * rank's `base_ns` (`rank.base_ns + slice.ts` is nanoseconds since the epoch where the trace has an epoch).
 */

/** `i32`, `i64`: integers (`i64` of at most 2^53 in size). `big`: any 64-bit integer. `f64`: a double. `str`: UTF-8 text. `bool`: a truth value. */
export type ColumnType = 'i32' | 'i64' | 'big' | 'f64' | 'str' | 'bool';

export interface Column {
  readonly type: ColumnType;
  /** Whether a row may lack it. */
  readonly optional: boolean;
  /** Empty for names, ids and counts. */
  readonly unit: '' | 'ns' | 'bytes' | 'GB/s' | '%';
  readonly doc: string;
}

export interface Table {
  readonly doc: string;
  /** `part`: one file for each ingested input. `run`: one file for the whole run, made of all inputs. */
  readonly scope: 'part' | 'run';
  readonly columns: Readonly<Record<string, Column>>;
}

const column =
  (optional: boolean) =>
  (type: ColumnType, doc: string, unit: Column['unit'] = ''): Column => ({ type, optional, unit, doc });
const must = column(false);
const may = column(true);

const RANK = must('i32', 'rank in the job; unknown ranks are numbered from -1 downwards');
const TS = must('i64', 'start, relative to `rank.base_ns`', 'ns');
const ARGS = may('str', 'JSON object of what no column holds');

export const TABLES = {
  slice: {
    doc: 'One interval on one track: a CPU operator, a runtime call, a kernel, a copy, an annotation. In the order of the file.',
    scope: 'part',
    columns: {
      rank: RANK,
      id: must('i32', 'number of the event in its rank, in file order'),
      track: must('i32', '`track.track` of the same rank'),
      ts: TS,
      dur: must('i64', 'length; 0 is legal', 'ns'),
      name: must('i32', '`name.id` of the same rank'),
      cat: may('str', 'category as written, such as `cpu_op`, `kernel`, `gpu_memcpy`'),
      step: may('i32', 'training step, where the format says it (Kineto says it by `ProfilerStep#N` slices instead)'),
      device: may('i32', '`args.device`'),
      stream: may('i64', '`args.stream`, hexadecimal text decoded; device activity has one, CPU work has none'),
      context: may('i64', '`args.context`'),
      corr: may('i64', '`args.correlation`: a runtime call and the device activity it launched share it'),
      ext: may('i64', '`args["External id"]`: a CPU operator and its runtime calls share it'),
      ev_idx: may('i64', '`args["Ev Idx"]`'),
      rf_id: may('i64', '`args["Record function id"]`: joins `node.rf_id`'),
      seq_no: may('i64', '`args["Sequence number"]` of autograd'),
      fwd_thread: may('i64', '`args["Fwd thread id"]`'),
      cbid: may('i64', '`args.cbid`: the runtime function'),
      dims: may('str', '`args["Input Dims"]`, JSON'),
      types: may('str', '`args["Input type"]`, JSON'),
      strides: may('str', '`args["Input Strides"]`, JSON'),
      concrete: may('str', '`args["Concrete Inputs"]`, JSON'),
      py_id: may('i64', '`args["Python id"]`'),
      py_parent: may('i64', '`args["Python parent id"]`'),
      py_module: may('i64', '`args["Python module id"]`'),
      stack: may('str', '`args["Call stack"]`'),
      module: may('str', '`args["Module Hierarchy"]`'),
      queued: may('i64', '`args.queued`'),
      grid_x: may('i64', 'grid of the launch'),
      grid_y: may('i64', 'grid of the launch'),
      grid_z: may('i64', 'grid of the launch'),
      block_x: may('i64', 'block of the launch'),
      block_y: may('i64', 'block of the launch'),
      block_z: may('i64', 'block of the launch'),
      regs: may('i64', 'registers per thread'),
      smem: may('i64', 'shared memory', 'bytes'),
      blocks_per_sm: may('f64', 'blocks per multiprocessor'),
      warps_per_sm: may('f64', 'warps per multiprocessor'),
      occupancy: may('f64', 'estimated achieved occupancy', '%'),
      graph: may('i64', '`args["graph id"]`'),
      graph_node: may('i64', '`args["graph node id"]`'),
      bytes: may('i64', '`args.bytes` of a copy or a fill', 'bytes'),
      bandwidth: may('f64', '`args["memory bandwidth (GB/s)"]`', 'GB/s'),
      sync_kind: may('str', '`args.cuda_sync_kind`'),
      wait_stream: may('i64', '`args.wait_on_stream`'),
      wait_event_corr: may('i64', '`args.wait_on_cuda_event_record_corr_id`'),
      wait_event: may('i64', '`args.wait_on_cuda_event_id`'),
      collective: may('str', '`args["Collective name"]`'),
      dtype: may('str', 'element type of the message'),
      in_elems: may('i64', '`args["In msg nelems"]`, elements'),
      out_elems: may('i64', '`args["Out msg nelems"]`, elements'),
      group_size: may('i64', 'ranks in the process group'),
      in_split: may('str', '`args["In split size"]`, JSON; elided by the writer for large groups'),
      out_split: may('str', '`args["Out split size"]`, JSON; elided by the writer for large groups'),
      pg: may('str', '`args["Process Group Name"]`'),
      pg_desc: may('str', '`args["Process Group Description"]`'),
      pg_ranks: may('str', '`args["Process Group Ranks"]`, JSON; elided by the writer for large groups'),
      src_rank: may('i64', '`args["Src Rank"]`'),
      dst_rank: may('i64', '`args["Dst Rank"]`'),
      coll_seq: may('i64', '`args.Seq`: number of the collective in its group'),
      comms_id: may('str', '`args["Comms Id"]`'),
      args: ARGS,
    },
  },
  name: {
    doc: 'Text of `slice.name`, `instant.name`, `flow.name`, `counter.name`.',
    scope: 'part',
    columns: {
      rank: must('i32', 'rank of the rows that use it; a file of many ranks has one set of names, repeated for each'),
      id: must('i32', 'number of the name; where a file has more text in names than fits, one text may have several'),
      text: must('str', 'at most 16 kB; a longer one ends in `…#` and a hash of the whole'),
    },
  },
  track: {
    doc: 'Where slices lie: one (pid, tid) pair.',
    scope: 'part',
    columns: {
      rank: RANK,
      track: must('i32', 'number of the track in its rank'),
      pid: must('str', 'as written; numbers as decimal text'),
      tid: must('str', 'as written; numbers as decimal text'),
      process: may('str', 'label of the process'),
      thread: may('str', 'label of the thread'),
      labels: may('str', '`process_labels`'),
      process_sort: may('i64', '`process_sort_index`'),
      thread_sort: may('i64', '`thread_sort_index`'),
    },
  },
  instant: {
    doc: 'Points in time that are no memory event: `ph` i and I.',
    scope: 'part',
    columns: {
      rank: RANK,
      id: must('i32', 'number of the event in its rank'),
      track: must('i32', '`track.track`'),
      ts: TS,
      name: must('i32', '`name.id`'),
      cat: may('str', 'category'),
      scope: may('str', '`s`: g, p or t'),
      args: ARGS,
    },
  },
  memory: {
    doc: 'Allocations and releases of the caching allocator (`[memory]` instants).',
    scope: 'part',
    columns: {
      rank: RANK,
      id: must('i32', 'number of the event in its rank'),
      track: must('i32', '`track.track`'),
      ts: TS,
      addr: may('i64', 'address'),
      bytes: must('i64', 'positive: allocated; negative: released', 'bytes'),
      allocated: may('i64', 'total allocated after it', 'bytes'),
      reserved: may('i64', 'total reserved after it', 'bytes'),
      device_type: may('i32', '`c10::DeviceType`: 0 CPU, 1 CUDA'),
      device: may('i32', 'device number'),
      ext: may('i64', '`args["External id"]`'),
      ev_idx: may('i64', '`args["Ev Idx"]`'),
      args: ARGS,
    },
  },
  memory_timeline: {
    doc: 'Rows of `export_memory_timeline` (raw).',
    scope: 'part',
    columns: {
      rank: RANK,
      id: must('i32', 'row number'),
      ts: must('big', 'as written: nanoseconds since the epoch; -1 for what existed before', 'ns'),
      action: must('str', 'preexisting, create, increment_version or destroy'),
      bytes: must('i64', 'size of the storage', 'bytes'),
      category: must(
        'str',
        'Parameter, Optimizer state, Input, Temporary, Activation, Gradient, Autograd detail, Unknown',
      ),
    },
  },
  flow: {
    doc: 'Arrows: `ph` s, t, f. A runtime call without a device partner has an `f` too: join on `corr`, not on these.',
    scope: 'part',
    columns: {
      rank: RANK,
      id: must('i32', 'number of the event in its rank'),
      track: must('i32', '`track.track`'),
      ts: TS,
      ph: must('str', 's, t or f'),
      flow: may('i64', 'flow id'),
      name: must('i32', '`name.id`'),
      cat: may('str', '`ac2g`, `async_cpu_to_gpu`, `fwdbwd`'),
      args: ARGS,
    },
  },
  counter: {
    doc: 'Samples: `ph` C, one row for each series.',
    scope: 'part',
    columns: {
      rank: RANK,
      id: must('i32', 'number of the event in its rank'),
      track: must('i32', '`track.track`'),
      ts: TS,
      name: must('i32', '`name.id`'),
      series: must('str', 'key of the sample in `args`'),
      value: must('f64', 'value of the sample'),
    },
  },
  other: {
    doc: 'Events of other phases, and those that hold no valid time: kept as they were written.',
    scope: 'part',
    columns: {
      rank: RANK,
      id: must('i32', 'number of the event in its rank'),
      ph: may('str', 'phase as written'),
      json: must('str', 'the whole event'),
    },
  },
  training_op: {
    doc: "ByteDance's straggler traces: operations of a step of hybrid-parallel training. `start` restarts every step.",
    scope: 'part',
    columns: {
      rank: RANK,
      id: must('i32', 'row number in the rank; equals `slice.id`'),
      step: must('i32', 'training step'),
      dp_rank: must('i32', 'data-parallel rank'),
      stage: must('i32', 'pipeline stage'),
      op: must('str', 'operation type, such as `forward-compute`, `grads-reduce-scatter`'),
      start: must('f64', 'start in seconds, as written (float32)'),
      duration: must('f64', 'length in seconds, as written (float32)'),
      seq_id: may('i64', 'sequence number'),
      mc: may('i64', 'model chunk'),
      mb_id: may('i64', 'micro-batch'),
      gmc: may('i64', 'global model chunk'),
    },
  },
  node: {
    doc: 'Nodes of an execution trace (PyTorch or Chakra).',
    scope: 'part',
    columns: {
      rank: RANK,
      id: must('i64', 'id of the node in its file'),
      name: must('str', 'name'),
      type: may('str', 'Chakra: METADATA_NODE, COMP_NODE, COMM_COLL_NODE, ...'),
      parent: may('i64', 'control parent'),
      fw_parent: may('i64', 'parent in the forward pass'),
      rf_id: may('i64', 'joins `slice.rf_id`'),
      seq_no: may('i64', 'autograd sequence number'),
      scope: may('i64', 'record-function scope'),
      tid: may('i64', 'thread'),
      fw_tid: may('i64', 'thread of the forward pass'),
      op_schema: may('str', 'schema of the operator'),
      ts: may('i64', 'start', 'ns'),
      dur: may('i64', 'length', 'ns'),
      inputs: may('str', 'JSON object of values, shapes, types'),
      outputs: may('str', 'JSON object of values, shapes, types'),
      attrs: may('str', 'JSON of all further attributes'),
    },
  },
  dependency: {
    doc: 'Edges between nodes of an execution trace.',
    scope: 'part',
    columns: {
      rank: RANK,
      node: must('i64', 'the node that waits'),
      on: must('i64', 'the node it waits for'),
      kind: must('str', 'ctrl or data'),
    },
  },
  expert: {
    doc: 'Tokens that a mixture-of-experts layer sent to an expert.',
    scope: 'part',
    columns: {
      rank: RANK,
      step: must('i32', 'forward pass'),
      layer: must('i32', 'layer'),
      expert: must('i32', 'expert'),
      space: must('str', '`logical` or `physical` expert number'),
      tokens: must('i64', 'tokens routed to it'),
    },
  },
  balancedness: {
    doc: 'Balance of experts that an inference server logged.',
    scope: 'part',
    columns: {
      rank: RANK,
      pass: must('i64', 'forward pass'),
      value: must('f64', 'mean over layers of mean load / max load'),
      args: ARGS,
    },
  },
  flight: {
    doc: 'Entries of an NCCL flight-recorder dump.',
    scope: 'part',
    columns: {
      rank: RANK,
      id: must('i64', '`record_id`'),
      pg_id: may('i64', 'number of the process group'),
      pg: may('str', 'name of the process group'),
      pg_desc: may('str', 'description of the process group'),
      coll_seq: may('i64', '`collective_seq_id`'),
      p2p_seq: may('i64', '`p2p_seq_id`'),
      op_id: may('i64', '`op_id`'),
      name: must('str', '`profiling_name`'),
      state: may('str', 'scheduled, started, completed'),
      in_sizes: may('str', 'JSON'),
      in_dtypes: may('str', 'JSON'),
      out_sizes: may('str', 'JSON'),
      out_dtypes: may('str', 'JSON'),
      created: may('big', 'since the epoch', 'ns'),
      started: may('big', 'since the epoch', 'ns'),
      completed: may('big', 'since the epoch', 'ns'),
      dur: may('i64', '`duration_ms`', 'ns'),
      timeout: may('i64', '`timeout_ms`', 'ns'),
      is_p2p: may('bool', 'whether it is a send or a receive'),
      retired: may('bool', 'whether the watchdog has seen it end'),
      args: ARGS,
    },
  },
  source: {
    doc: 'One ingested input file.',
    scope: 'run',
    columns: {
      part: must('str', 'directory of its tables below `parts/`'),
      path: must('str', 'name of the input as found, relative to what was given; members of archives after `!`'),
      format: must('str', '`kineto`, `pytorch-et`, `chakra`, `flight-recorder`, `bytedance`, `moe`, ...'),
      bytes: must('i64', 'size of the input as stored', 'bytes'),
      json_bytes: must('i64', 'size after decompression', 'bytes'),
      sha256: must('str', 'hash of the input as stored'),
      events: must('i64', 'events in it'),
      truncated: must('bool', 'whether it ends too early'),
    },
  },
  rank: {
    doc: 'One rank of the job.',
    scope: 'run',
    columns: {
      rank: RANK,
      part: must('str', '`source.part`'),
      rank_from: must('str', 'where the rank was found: content, name, event, none'),
      world_size: may('i32', 'ranks of the job'),
      backend: may('str', 'communication backend'),
      base_ns: must('big', 'add it to `ts`; since the epoch where the trace says so', 'ns'),
      first_ns: may('i64', 'start of the earliest slice, relative to `base_ns`', 'ns'),
      last_ns: may('i64', 'end of the latest slice, relative to `base_ns`', 'ns'),
      slices: must('i64', 'slices'),
      device: may('str', 'name of the first device'),
      host: may('str', 'host name, where the trace has one'),
      resolution: may('str', 'ns or us: what the writer resolved'),
      meta: may('str', 'JSON object of everything else at the top of the trace'),
    },
  },
  process_group: {
    doc: 'Process groups that a rank declared.',
    scope: 'run',
    columns: {
      rank: must('i32', 'the rank that says so'),
      pg: must('str', 'name'),
      pg_desc: may('str', 'description'),
      backend: may('str', 'backend'),
      size: may('i32', 'number of ranks'),
      ranks: may('str', 'JSON array of ranks'),
    },
  },
  diag: {
    doc: 'What is wrong with the inputs. Reading never throws; it says so here.',
    scope: 'run',
    columns: {
      rank: may('i32', 'rank, where it concerns one'),
      part: may('str', '`source.part`'),
      code: must('str', 'code of `docs/profiler-schema.md`'),
      severity: must('str', 'error, warning or information'),
      count: must('i64', 'how often'),
      offset: may('i64', 'first byte concerned, after decompression', 'bytes'),
      text: must('str', 'what it is, with values'),
    },
  },
} as const satisfies Readonly<Record<string, Table>>;

export type TableName = keyof typeof TABLES;
export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[];

/** The table by name, widened. */
export const tableOf = (name: TableName): Table => TABLES[name];

/** DuckDB's name of a type. */
export const SQL_TYPE: Readonly<Record<ColumnType, string>> = {
  i32: 'INTEGER',
  i64: 'BIGINT',
  big: 'BIGINT',
  f64: 'DOUBLE',
  str: 'VARCHAR',
  bool: 'BOOLEAN',
};
