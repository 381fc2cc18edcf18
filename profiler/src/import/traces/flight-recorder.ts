/**
 * Dumps of PyTorch's NCCL flight recorder, in JSON or as the pickle that the watchdog writes.
 * Source: `torch/csrc/distributed/c10d/FlightRecorder.cpp` and its documentation (version 2.x).
 */

import type { Diags } from '../../run/diags.ts';
import type { PartWriter } from '../../run/part-writer.ts';
import { integerIn, type Json, jsonIn, listOf, recordOf, restOf, textIn } from '../json/values.ts';
import { bareRank, type ReadResult } from '../reader.ts';

const KNOWN = new Set(
  'record_id pg_id process_group collective_seq_id p2p_seq_id op_id profiling_name state input_sizes input_dtypes output_sizes output_dtypes time_created_ns time_discovered_started_ns time_discovered_completed_ns duration_ms timeout_ms is_p2p retired'.split(
    ' ',
  ),
);

/** Times since the epoch are beyond 2^53, so a JSON number has lost their last digits; a pickle keeps them. */
const instant = (value: Json | bigint | undefined): bigint | null => {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' ? BigInt(Math.round(value)) : null;
};

const milliseconds = (value: Json | undefined): number | null =>
  typeof value === 'number' ? Math.round(value * 1e6) : null;

/** Returns what takes the elements of `entries`. @param text The element as it stands, where it is JSON. */
export const flightEntries =
  (part: PartWriter, diags: Diags) =>
  (element: Json, text: string | null): void => {
    const entry = recordOf(element);
    const id = integerIn(entry['record_id']);
    if (id === null) {
      diags.add('unknown-record', 'an entry without a record_id');
      return;
    }
    const [name, description] = listOf(entry['process_group']);
    const time = (key: string): bigint | null => {
      const digits = text === null ? null : new RegExp(`"${key}"\\s*:\\s*(\\d{1,19})`).exec(text)?.[1];
      return digits == null ? instant(entry[key]) : BigInt(digits);
    };
    part.table('flight').add({
      id,
      pg_id: integerIn(entry['pg_id']),
      pg: textIn(name),
      pg_desc: textIn(description),
      coll_seq: integerIn(entry['collective_seq_id']),
      p2p_seq: integerIn(entry['p2p_seq_id']),
      op_id: integerIn(entry['op_id']),
      name: textIn(entry['profiling_name']) ?? '',
      state: textIn(entry['state']),
      in_sizes: jsonIn(entry['input_sizes']),
      in_dtypes: jsonIn(entry['input_dtypes']),
      out_sizes: jsonIn(entry['output_sizes']),
      out_dtypes: jsonIn(entry['output_dtypes']),
      created: time('time_created_ns'),
      started: time('time_discovered_started_ns'),
      completed: time('time_discovered_completed_ns'),
      dur: milliseconds(entry['duration_ms']),
      timeout: milliseconds(entry['timeout_ms']),
      is_p2p: typeof entry['is_p2p'] === 'boolean' ? entry['is_p2p'] : null,
      retired: typeof entry['retired'] === 'boolean' ? entry['retired'] : null,
      args: restOf(entry, KNOWN),
    });
  };

/** @param config `pg_config`: groups by id, with `name`, `desc`, `ranks`. */
export const flightResult = (
  entries: number,
  config: Json | undefined,
  rest: Readonly<Record<string, Json>>,
  fault: string | null,
): ReadResult => {
  const groups = Object.values(recordOf(config)).map((value) => {
    const group = recordOf(value);
    const ranks = textIn(group['ranks']) ?? jsonIn(group['ranks']);
    return {
      rank: null,
      pg: textIn(group['name']) ?? '',
      pgDesc: textIn(group['desc']),
      backend: null,
      size: ranks === null ? null : (ranks.match(/\d+/g)?.length ?? 0),
      ranks,
    };
  });
  const rank = integerIn(rest['rank']);
  const facts = { ...bareRank(rank), resolution: 'ns' as const, meta: JSON.stringify(rest) };
  return { format: 'flight-recorder', events: entries, phases: {}, ranks: [facts], groups, fault };
};
