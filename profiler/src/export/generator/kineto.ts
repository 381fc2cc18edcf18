/** The text of one rank's trace as PyTorch's profiler writes it, in pieces. */

import type { Group } from './groups.ts';
import { KERNELS } from './program.ts';
import { type CollectiveEvent, expertShares, type Visitor } from './simulate.ts';
import { type Envelope, type Spec, worldSize } from './spec.ts';

/** Epoch ns that times in the file are relative to, and the start of the run after it. */
export const BASE_NS = 1_767_189_312_000_000_000n;
export const START_NS = 1_458_676_000_000_000;

export interface Clock {
  readonly offsetNs: number;
  readonly driftPpb: number;
}

/** What a host's clock shows at a true time, both in ns since the start of the run. */
export const shown = (clock: Clock, trueNs: number): number =>
  trueNs + Math.round(clock.offsetNs + trueNs * clock.driftPpb * 1e-9);

const COMPUTE_STREAM = 7;
const COMM_STREAM = 20;
const RANKS_SHOWN = 30;
const NCCL_KERNEL: Readonly<Record<CollectiveEvent['op'], string>> = {
  allreduce: 'ncclDevKernel_AllReduce_Sum_bf16_RING_LL(ncclDevComm*, unsigned long, ncclWork*)',
  reduce_scatter: 'ncclDevKernel_ReduceScatter_Sum_bf16_RING_LL(ncclDevComm*, unsigned long, ncclWork*)',
  _allgather_base: 'ncclDevKernel_AllGather_RING_LL(ncclDevComm*, unsigned long, ncclWork*)',
  all_to_allv: 'ncclDevKernel_SendRecv(ncclDevComm*, unsigned long, ncclWork*)',
  send: 'ncclDevKernel_SendRecv(ncclDevComm*, unsigned long, ncclWork*)',
  recv: 'ncclDevKernel_SendRecv(ncclDevComm*, unsigned long, ncclWork*)',
};
const OPERATORS = [
  'aten::mm',
  'aten::add_',
  'aten::_flash_attention_forward',
  'aten::native_layer_norm',
  'aten::addmm',
  'aten::_fused_adam_',
];

const micros = (ns: number): string => {
  const whole = Math.floor(ns / 1000);
  return `${whole}.${String(ns - whole * 1000).padStart(3, '0')}`;
};

const ranksText = (ranks: readonly number[]): string =>
  ranks.length <= RANKS_SHOWN ? `[${ranks.join(', ')}]` : `[${ranks.slice(0, RANKS_SHOWN).join(', ')}, ...]`;

/** Collects the events of one rank as text. */
export class KinetoText implements Visitor {
  private parts: string[] = [];
  private first = true;
  private correlation = 1000;
  private external = 1;
  private graph = 0;
  private graphNode = 0;
  private stepStart = 0;
  private allocated = 0;
  private readonly pid: number;
  private readonly device: number;
  private readonly spec: Spec;
  private readonly rank: number;
  private readonly clock: Clock;

  constructor(spec: Spec, rank: number, clock: Clock) {
    this.spec = spec;
    this.rank = rank;
    this.clock = clock;
    this.pid = 4000 + rank;
    this.device = rank % Math.min(8, spec.ranksPerHost);
  }

  /** The text since the last call. */
  take(): string {
    const text = this.parts.join('');
    this.parts = [];
    return text;
  }

  private time(trueNs: number): string {
    const relative = START_NS + shown(this.clock, trueNs);
    if (this.spec.envelope !== 'absolute-us') return micros(relative);
    const ns = BASE_NS + BigInt(relative);
    return `${ns / 1000n}.${String(ns % 1000n).padStart(3, '0')}`;
  }

  private event(text: string): void {
    const separator = this.first ? '' : ',';
    this.first = false;
    this.parts.push(
      this.spec.envelope === 'minified' ? `${separator}{${text}}` : `${separator}\n  {\n    ${text}\n  }`,
    );
  }

  private slice(cat: string, name: string, pid: number, tid: number, start: number, end: number, args: string): void {
    // Durations are differences of two readings of the same clock.
    const duration = shown(this.clock, end) - shown(this.clock, start);
    this.event(
      `"ph": "X", "cat": "${cat}", "name": "${name}", "pid": ${pid}, "tid": ${tid}, "ts": ${this.time(start)}, "dur": ${micros(duration)}, "args": {${args}}`,
    );
  }

  metadata(): void {
    const meta = (name: string, pid: number, tid: number, args: string): void =>
      this.event(
        `"name": "${name}", "ph": "M", "ts": ${this.time(0)}, "pid": ${pid}, "tid": ${tid}, "args": {${args}}`,
      );
    meta('process_name', this.pid, 0, '"name": "python"');
    meta('process_labels', this.pid, 0, '"labels": "CPU"');
    meta('process_name', this.device, 0, '"name": "python"');
    meta('process_labels', this.device, 0, `"labels": "GPU ${this.device}"`);
    meta('thread_name', this.device, COMPUTE_STREAM, `"name": "stream ${COMPUTE_STREAM} "`);
    meta('thread_name', this.pid, this.pid, '"name": "thread 4000 (python)"');
  }

  stepBegins(_step: number, host: number): void {
    this.stepStart = host;
  }

  stepEnds(step: number, host: number): void {
    this.memory(host, -this.allocated);
    const name = `ProfilerStep#${this.spec.firstStep + step}`;
    this.slice('user_annotation', name, this.pid, this.pid, this.stepStart, host, this.operatorArgs());
  }

  load(start: number, duration: number): void {
    const name = 'enumerate(DataLoader)#_MultiProcessingDataLoaderIter.__next__';
    this.slice('user_annotation', name, this.pid, this.pid, start, start + duration, this.operatorArgs());
  }

  pause(start: number, duration: number): void {
    this.slice('cpu_op', 'Python GC', this.pid, this.pid, start, start + duration, this.operatorArgs());
  }

  compute(event: Parameters<Visitor['compute']>[0]): void {
    const name = KERNELS[event.name] ?? KERNELS[0];
    const inGraph = event.graph !== 0;
    if (event.graph > 0) this.graph += 1;
    this.graphNode = event.graph > 0 ? 0 : this.graphNode + 1;
    if (event.graph !== -1)
      this.launch(event.host, inGraph ? 'cudaGraphLaunch' : 'cudaLaunchKernel', OPERATORS[event.name] ?? 'aten::mm');
    const graph = inGraph ? `, "graph id": ${this.graph}, "graph node id": ${this.graphNode}` : '';
    this.device_('kernel', name, event, COMPUTE_STREAM, `"grid": [512, 1, 1], "block": [256, 1, 1]${graph}`);
  }

  copy(event: Parameters<Visitor['copy']>[0]): void {
    this.launch(event.host, 'cudaMemcpyAsync', 'aten::copy_');
    const bandwidth = (event.bytes / event.duration).toFixed(6);
    this.device_(
      'gpu_memcpy',
      'Memcpy HtoD (Pinned -> Device)',
      event,
      COMPUTE_STREAM,
      `"bytes": ${event.bytes}, "memory bandwidth (GB/s)": ${bandwidth}`,
    );
    this.memory(event.host, event.bytes * 40);
  }

  collective(event: CollectiveEvent): void {
    const { group, op } = event;
    const splits = this.splits(event);
    const peer = group.ranks[0] === this.rank ? group.ranks[1] : group.ranks[0];
    const p2p =
      op === 'send'
        ? `, "Src Rank": ${this.rank}, "Dst Rank": ${peer}`
        : op === 'recv'
          ? `, "Src Rank": ${peer}, "Dst Rank": ${this.rank}`
          : '';
    const out =
      op === '_allgather_base'
        ? event.elements * group.ranks.length
        : op === 'reduce_scatter'
          ? Math.floor(event.elements / group.ranks.length)
          : event.elements;
    const args = `"Collective name": "${op}", "In msg nelems": ${event.elements}, "Out msg nelems": ${out}, "Group size": ${group.ranks.length}, "dtype": "BFloat16", ${splits}, "Process Group Name": "${group.name}", "Process Group Description": "${group.description}", "Process Group Ranks": "${ranksText(group.ranks)}", "Seq": ${event.seq}${p2p}`;
    this.launch(event.host, 'cudaLaunchKernelExC', 'record_param_comms', args);
    const duration = event.end - event.start;
    this.device_(
      'kernel',
      NCCL_KERNEL[op],
      { start: event.start, duration },
      COMM_STREAM + (op === 'send' || op === 'recv' ? 1 : 0),
      `"grid": [24, 1, 1], "block": [544, 1, 1], ${args}`,
    );
  }

  sync(start: number, duration: number): void {
    const correlation = this.nextCorrelation();
    this.slice(
      'cuda_runtime',
      'cudaDeviceSynchronize',
      this.pid,
      this.pid,
      start,
      start + duration,
      `"External id": 0, "cbid": 165, "correlation": ${correlation}`,
    );
  }

  /** Tokens to and from each peer; both sides of an exchange are in proportion to the experts' shares. */
  private splits({ op, group, elements, expertLayer, step }: CollectiveEvent): string {
    if (op !== 'all_to_allv') return '"In split size": "[]", "Out split size": "[]"';
    const shares = expertShares(this.spec, expertLayer, step);
    const perRank = this.spec.model.experts / group.ranks.length;
    const tokens = elements / this.spec.model.hidden;
    const to = group.ranks.map((_, at) =>
      Math.round(tokens * shares.slice(at * perRank, (at + 1) * perRank).reduce((sum, share) => sum + share, 0)),
    );
    const mine = to[group.ranks.indexOf(this.rank)] ?? 0;
    return `"In split size": "[${to.join(', ')}]", "Out split size": "[${group.ranks.map(() => mine).join(', ')}]"`;
  }

  private operatorArgs(): string {
    const external = this.external;
    this.external += 1;
    return `"External id": ${external}, "Record function id": ${external}, "Ev Idx": ${external - 1}`;
  }

  private nextCorrelation(): number {
    this.correlation += 4;
    return this.correlation;
  }

  private launch(host: number, call: string, operator: string, args = ''): void {
    const correlation = this.nextCorrelation();
    const external = this.external;
    if (this.spec.model.hostOps) {
      this.slice(
        'cpu_op',
        operator,
        this.pid,
        this.pid,
        host,
        host + 9_000,
        `${this.operatorArgs()}${args === '' ? '' : `, ${args}`}`,
      );
    }
    this.slice(
      'cuda_runtime',
      call,
      this.pid,
      this.pid,
      host + 1_000,
      host + 6_000,
      `"External id": ${external}, "cbid": 211, "correlation": ${correlation}`,
    );
    if (this.spec.model.hostOps) {
      this.event(
        `"ph": "s", "id": ${correlation}, "pid": ${this.pid}, "tid": ${this.pid}, "ts": ${this.time(host + 1_000)}, "cat": "ac2g", "name": "ac2g"`,
      );
    }
  }

  private device_(
    cat: string,
    name: string,
    at: { start: number; duration: number },
    stream: number,
    args: string,
  ): void {
    const common = `"External id": ${this.external - 1}, "queued": 0, "device": ${this.device}, "context": 1, "stream": ${stream}, "correlation": ${this.correlation}`;
    this.slice(cat, name, this.device, stream, at.start, at.start + at.duration, `${common}, ${args}`);
    if (this.spec.model.hostOps) {
      this.event(
        `"ph": "f", "id": ${this.correlation}, "pid": ${this.device}, "tid": ${stream}, "ts": ${this.time(at.start)}, "cat": "ac2g", "name": "ac2g", "bp": "e"`,
      );
    }
  }

  private memory(host: number, bytes: number): void {
    this.allocated += bytes;
    this.event(
      `"ph": "i", "cat": "cpu_instant_event", "s": "t", "name": "[memory]", "pid": ${this.pid}, "tid": ${this.pid}, "ts": ${this.time(host)}, "args": {"Total Reserved": ${this.allocated + 2_097_152}, "Total Allocated": ${this.allocated}, "Bytes": ${bytes}, "Addr": ${140_000_000_000_000 + this.rank}, "Device Id": ${this.device}, "Device Type": 1, "Ev Idx": ${this.external}}`,
    );
  }
}

/** What stands before and after the events. */
export function envelopeText(
  spec: Spec,
  rank: number,
  groups: readonly Group[],
): { readonly before: string; readonly after: string } {
  const kind: Envelope = spec.envelope;
  const ranks = (list: readonly number[]): string =>
    kind === 'string-ranks' ? `"[${list.join(', ')}]"` : `[${list.join(', ')}]`;
  const groupText = groups
    .filter((group) => group.ranks.includes(rank))
    .map(
      ({ name, description, ranks: list }) =>
        `{"pg_name": "${name}", "pg_desc": "${description}", "backend_config": "cuda:nccl", "pg_size": ${list.length}, "ranks": ${ranks(list)}}`,
    );
  const devices = `"deviceProperties": [{"id": 0, "name": "NVIDIA A100-SXM4-80GB", "totalGlobalMem": 84987740160, "computeMajor": 8, "computeMinor": 0, "warpSize": 32, "numSms": 108}]`;
  const distributed = `"distributedInfo": {"backend": "nccl", "rank": ${rank}, "world_size": ${worldSize(spec.layout)}, "pg_count": ${groupText.length}, "pg_config": [${groupText.join(', ')}], "nccl_version": "2.21.5"}`;
  const base = `"displayTimeUnit": "ms",\n  "baseTimeNanoseconds": ${BASE_NS}`;
  const name = `"traceName": "/traces/rank-${rank}.pt.trace.json"`;
  const schema = '"schemaVersion": 1';
  if (kind === 'bare-array') return { before: '[', after: '\n]\n' };
  if (kind === 'base-at-end') {
    return {
      before: `{\n  ${schema},\n  ${devices},\n  "traceEvents": [`,
      after: `\n  ],\n  ${name},\n  ${base},\n  ${distributed}\n}\n`,
    };
  }
  if (kind === 'absolute-us') {
    return {
      before: `{\n  ${schema},\n  ${devices},\n  ${distributed},\n  "traceEvents": [`,
      after: `\n  ],\n  ${name}\n}\n`,
    };
  }
  if (kind === 'minified') {
    return {
      before: `{${schema},${devices},${distributed},${base.replace('\n  ', '')},"traceEvents":[`,
      after: `],${name}}`,
    };
  }
  return {
    before: `{\n  ${schema},\n  ${devices},\n  ${distributed},\n  ${base},\n  "traceEvents": [`,
    after: `\n  ],\n  ${name}\n}\n`,
  };
}
