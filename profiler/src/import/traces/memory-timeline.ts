/** `export_memory_timeline` (raw): an array of `[ns, action, bytes, category]`. Source: `torch/profiler/_memory_profiler.py`. */

import type { Diags } from '../../run/diags.ts';
import type { PartWriter } from '../../run/part-writer.ts';
import type { Json } from '../json/values.ts';

const ACTIONS = ['preexisting', 'create', 'increment_version', 'destroy'];
/** Index 0 is what the writer could not tell. */
const CATEGORIES = [
  'Unknown',
  'Parameter',
  'Optimizer state',
  'Input',
  'Temporary',
  'Activation',
  'Gradient',
  'Autograd detail',
];

/** Returns what takes the rows. The time does not fit a double, so it is taken from the text. */
export const memoryRows = (part: PartWriter, diags: Diags): ((row: Json, text: string) => void) => {
  let id = 0;
  return (_row, text) => {
    const cells = /^\[\s*(-?\d{1,19})\s*,\s*(\d+)\s*,\s*(-?\d{1,16})\s*,\s*(\d+)\s*\]$/.exec(text);
    if (cells === null) {
      diags.add('unknown-record', text.slice(0, 80));
      return;
    }
    const [, ns = '0', action = '0', bytes = '0', category = '0'] = cells;
    part.table('memory_timeline').add({
      id: id++,
      ts: BigInt(ns),
      action: ACTIONS[Number(action)] ?? action,
      bytes: Number(bytes),
      category: CATEGORIES[Number(category)] ?? category,
    });
  };
};
