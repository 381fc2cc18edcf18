/** Where lanes touch memory, for those who count: one call per access and set of lanes, none where nobody asks. */

import type { Expr, VarDef } from '../../ir/nodes.ts';
import { bytesOf } from '../values.ts';
import type { Address } from './access.ts';
import type { Lanes } from './lanes.ts';
import type { Machine, Site } from './machine.ts';

export interface Observation {
  readonly site: Site;
  readonly def: VarDef;
  /** The memory, by the name of the definition at its base. */
  readonly memory: string;
  readonly space: 'global' | 'local';
  readonly width: number;
  /** Lane by lane in the order of their numbers: its item, its group (0 where there are none), its number in it, its first byte. */
  readonly lanes: readonly {
    readonly item: number;
    readonly group: number;
    readonly local: number;
    readonly byte: number;
  }[];
}
export type Observer = (seen: Observation) => void;

const extentOf = (e: Expr): number => {
  const bare = e.kind === 'cast' ? e.operand : e;
  return bare.kind === 'int' ? Number(bare.value) : Number.POSITIVE_INFINITY;
};

/** Elements of a leaf that lie in one element of its structure. */
const partsOf = ({ shape, layout }: VarDef, item: number): number => {
  let parts = 1;
  for (const e of shape.slice(1).reverse()) {
    const more = parts * extentOf(e);
    if (!layout || layout.offsetBytes + more * item > layout.strideBytes) break;
    parts = more;
  }
  return parts;
};

/** Byte of an element, by its number in row-major order. */
const placeOf = (def: VarDef, item: number): ((k: number) => number) => {
  const { layout } = def;
  if (!layout) return (k) => k * item;
  const parts = partsOf(def, item);
  return (k) => Math.floor(k / parts) * layout.strideBytes + layout.offsetBytes + (k % parts) * item;
};

/** What evaluates an address, with a call of the machine's observer behind it. */
export const observed = (m: Machine, { slot, site, at, run }: Address): Address['run'] => {
  const { observer } = m;
  const { storage, dtype, def } = slot;
  const { space } = storage;
  if (!observer || space === 'private' || def.memory === 'byvalue') return run;
  const width = bytesOf(dtype);
  const byteOf = placeOf(def, width);
  return (lanes: Lanes) => {
    run(lanes);
    const seen = Array.from(lanes.list.subarray(0, lanes.count))
      .filter((lane) => (at[lane] as number) >= 0)
      .sort((a, b) => a - b)
      .map((lane) => {
        const item = m.itemBase + lane;
        const group = m.itemsPerGroup > 1 ? Math.floor(item / m.itemsPerGroup) : 0;
        return { item, group, local: item - group * m.itemsPerGroup, byte: byteOf(at[lane] as number) };
      });
    if (seen.length > 0) observer({ site, def, memory: storage.name, space, width, lanes: seen });
  };
};
