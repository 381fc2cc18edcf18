/**
 * Execution traces: PyTorch's (`nodes`, schema 1.0.1 and later) and Chakra's in JSON (`workload_graph`).
 * Sources: `torch/csrc/profiler/standalone/execution_trace_observer.cpp`; Chakra's JSON feeder.
 */

import type { Diags } from '../../run/diags.ts';
import type { PartWriter } from '../../run/part-writer.ts';
import { integerIn, type Json, jsonIn, listOf, recordOf, restOf, textIn } from '../json/values.ts';

const TORCH_KEYS = new Set(
  'id name rf_id parent ctrl_deps fw_parent seq_id scope tid fw_tid op_schema inputs input_shapes input_types outputs output_shapes output_types attrs'.split(
    ' ',
  ),
);

/** Attributes that newer schemas moved into `attrs`. */
const attributesOf = (node: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> =>
  Object.fromEntries(
    listOf(node['attrs']).map((entry) => {
      const { name, value } = recordOf(entry);
      return [textIn(name) ?? '', value ?? null];
    }),
  );

/** Inputs or outputs: an object in newer schemas, three members of the node in older ones. */
const portsOf = (node: Readonly<Record<string, Json>>, key: 'input' | 'output'): string | null => {
  const ports = node[`${key}s`];
  if (!Array.isArray(ports)) return jsonIn(ports);
  return JSON.stringify({
    values: ports,
    shapes: node[`${key}_shapes`] ?? [],
    types: node[`${key}_types`] ?? [],
  });
};

/** Returns what takes the elements of `nodes`. */
export const torchNodes =
  (part: PartWriter, diags: Diags) =>
  (element: Json): void => {
    const node = recordOf(element);
    const id = integerIn(node['id']);
    if (id === null) {
      diags.add('unknown-record', 'a node without an id');
      return;
    }
    const attrs = attributesOf(node);
    const of = (key: string): number | null => integerIn(node[key] ?? attrs[key]);
    const known = new Set(['rf_id', 'fw_parent', 'seq_id', 'scope', 'tid', 'fw_tid', 'op_schema']);
    const rest = { ...recordOf(parseRest(restOf(node, TORCH_KEYS))), ...recordOf(parseRest(restOf(attrs, known))) };
    const parent = integerIn(node['parent']) ?? integerIn(node['ctrl_deps']);
    part.table('node').add({
      id,
      name: textIn(node['name']) ?? '',
      parent,
      fw_parent: of('fw_parent'),
      rf_id: of('rf_id'),
      seq_no: of('seq_id'),
      scope: of('scope'),
      tid: of('tid'),
      fw_tid: of('fw_tid'),
      op_schema: textIn(node['op_schema'] ?? attrs['op_schema']),
      inputs: portsOf(node, 'input'),
      outputs: portsOf(node, 'output'),
      attrs: Object.keys(rest).length === 0 ? null : JSON.stringify(rest),
    });
    if (parent !== null) part.table('dependency').add({ node: id, on: parent, kind: 'ctrl' });
  };

const parseRest = (text: string | null): Json => (text === null ? {} : JSON.parse(text));

/** `NodeType` of `et_def.proto`. */
export const NODE_TYPES = [
  'INVALID_NODE',
  'METADATA_NODE',
  'MEM_LOAD_NODE',
  'MEM_STORE_NODE',
  'COMP_NODE',
  'COMM_SEND_NODE',
  'COMM_RECV_NODE',
  'COMM_COLL_NODE',
];

const WORKLOAD_KEYS = new Set('Id Name NodeType ctrlDeps ctrl_deps data_deps runtime'.split(' '));

/** Returns what takes the elements of `workload_graph`. */
export const chakraNodes =
  (part: PartWriter, diags: Diags) =>
  (element: Json): void => {
    const node = recordOf(element);
    const id = integerIn(node['Id']);
    if (id === null) {
      diags.add('unknown-record', 'a node without an Id');
      return;
    }
    const type = integerIn(node['NodeType']);
    const micros = node['runtime'];
    part.table('node').add({
      id,
      name: textIn(node['Name']) ?? '',
      type: type === null ? null : (NODE_TYPES[type] ?? String(type)),
      dur: typeof micros === 'number' ? Math.round(micros * 1000) : null,
      attrs: restOf(node, WORKLOAD_KEYS),
    });
    addDependencies(part, id, 'ctrl', listOf(node['ctrlDeps'] ?? node['ctrl_deps']));
    addDependencies(part, id, 'data', listOf(node['data_deps']));
  };

const addDependencies = (part: PartWriter, node: number, kind: string, on: readonly Json[]): void => {
  for (const other of on) {
    const id = integerIn(other);
    if (id !== null) part.table('dependency').add({ node, on: id, kind });
  }
};
