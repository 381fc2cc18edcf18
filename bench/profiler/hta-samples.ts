/** Samples of HolisticTraceAnalysis that it can read, as sets of ranks and as pairs to compare. Paths are below `hta/`. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/process.ts';

export interface Sample {
  readonly name: string;
  /** By rank. */
  readonly files: readonly string[];
  /** Compared in the default test suite too; all are in the acceptance table. */
  readonly quick: boolean;
}

const sample = (name: string, ...files: string[]): Sample => ({ name, files, quick: false });
const quick = (name: string, ...files: string[]): Sample => ({ name, files, quick: true });

export const SAMPLES: readonly Sample[] = [
  quick('amd_trace', 'amd_trace/mi250_minitoy_train_ROCm6_2_kineto.json.gz'),
  sample('cpu_only', 'cpu_only/rank-34.Jul_15_10_52_41.1074.pt.trace.json.gz'),
  sample('critical_path-alexnet', 'critical_path/alexnet/benchmark_result_2869224_1695835535_trace.json.gz'),
  sample('critical_path-cuda_event_sync', 'critical_path/cuda_event_sync/event_sync_trace.json.gz'),
  sample(
    'critical_path-cuda_event_sync_multi_stream',
    'critical_path/cuda_event_sync_multi_stream/event_sync_trace.json.gz',
  ),
  quick('critical_path-simple_add', 'critical_path/simple_add/benchmark_result_493459_1694039959_trace.json.gz'),
  sample('cupti_profiler', 'cupti_profiler/benchmark_result_924719_1679055439_trace.json.gz'),
  sample('distributed_info_unavailable', 'distributed_info_unavailable/distributed_info_not_found.json.gz'),
  sample('execution_trace', 'execution_trace/benchmark_simple_add_trace.json.gz'),
  sample('rank_non_gpu', 'rank_non_gpu/rank_non_gpu.json.gz'),
  sample('rank_unavailable', 'rank_unavailable/rank_not_found.json.gz'),
  sample('timeline_analysis', 'timeline_analysis/sampled_rank-0.json.gz'),
  sample('trace_compare-base', 'trace_compare/base/base.json.gz'),
  sample('trace_compare-test', 'trace_compare/test/test.json.gz'),
  quick('trace_file_list', 'trace_file_list/inference_rank_1.json.gz'),
  quick('trace_filter', 'trace_filter/sampled_rank-0.json.gz', 'trace_filter/sampled_rank-1.json.gz'),
  quick('triton_example', 'triton_example/triton_example.json.gz'),
  sample('df_index_resolver', 'df_index_resolver/df_index_resolver.json.gz'),
  sample('mtia_inference_trace', 'mtia_inference_trace/mtia_inference_rank_0.json.gz'),
  sample('mtia_trace_single_rank', 'mtia_trace_single_rank/mtia_rank_0.json.gz'),
  sample('nccl_parser_config', 'nccl_parser_config/nccl_data.json.gz'),
  sample('negative_queue_length_values_check', 'negative_queue_length_values_check/rank0.json.gz'),
  sample('ns_resolution_trace', 'ns_resolution_trace/rank-0.Apr_03_18_51_38.1102.pt.trace.json.gz'),
  sample('trace_diff-control', 'trace_diff/control/control.json.gz'),
  sample('trace_diff-test', 'trace_diff/test/test.json.gz'),
];

/** Control and test. */
export const PAIRS: readonly Sample[] = [
  quick('diff-trace_compare', 'trace_compare/base/base.json.gz', 'trace_compare/test/test.json.gz'),
  sample('diff-trace_diff', 'trace_diff/control/control.json.gz', 'trace_diff/test/test.json.gz'),
];

/** Folder of the public traces; undefined where it is not there. */
export function tracesFolder(): string | undefined {
  const folder = process.env['ATHANOR_TRACES'] ?? join(ROOT, '../shared/data/traces');
  return existsSync(folder) ? folder : undefined;
}

export type Tables = Readonly<Record<string, unknown>>;

/** What the library answered, as committed. */
export const recorded = (name: string): Tables =>
  JSON.parse(readFileSync(join(ROOT, 'bench/recorded/hta', `${name}.json`), 'utf8')).tables;
